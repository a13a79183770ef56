from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class HeadingPageForm(WagtailAdminPageForm):
    """Offers the keys that are still free to a new heading, and keeps the key of one that exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("key")
        if field is None:
            return
        if self.instance.pk:
            # The key gives the heading its colour, groups and partners: a change would hand its editors another
            # heading.
            field.disabled = True
            return
        taken = self._taken_keys()
        field.choices = [(key, label) for key, label in field.choices if key not in taken]

    def _taken_keys(self) -> set[str]:
        if self.parent_page is None:
            return set()
        model = type(self.instance)
        return set(model.objects.child_of(self.parent_page).values_list("key", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # Again, for what two editors sent at once.
        if not self.instance.pk and cleaned.get("key") in self._taken_keys():
            self.add_error("key", _("This heading exists already in this language."))
        return cleaned
