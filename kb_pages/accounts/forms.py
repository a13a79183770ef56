from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from clairdroit.kb_pages.accounts.permissions import groups_to_give, user_can_make_superusers

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

    Base = forms.ModelForm
else:
    Base = object

ADMINISTRATORS_ONLY = _("Only an administrator can make another administrator.")
MORE_THAN_YOU = _("You can only give groups that may do no more than you may.")


class WithinOwnRights(Base):
    """Offers what `actor` may give, and refuses with a sentence whatever else is sent."""

    def __init__(self, *args: Any, actor: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_make_superusers = user_can_make_superusers(actor)
        if not self.may_make_superusers:
            self.fields.pop("is_superuser", None)
            groups: Any = self.fields["groups"]
            groups.queryset = Group.objects.filter(pk__in=groups_to_give(actor))
            groups.error_messages = {
                **groups.error_messages,
                "invalid_choice": MORE_THAN_YOU,
                "invalid_pk_value": MORE_THAN_YOU,
            }

    def clean(self) -> dict[str, Any] | None:
        asked = self.data.get(self.add_prefix("is_superuser"))
        if not self.may_make_superusers and asked not in (None, "", "false", "False", "0"):
            self.add_error(None, forms.ValidationError(ADMINISTRATORS_ONLY))
        return super().clean()


class AccountCreationForm(WithinOwnRights, UserCreationForm):
    pass


class AccountEditForm(WithinOwnRights, UserEditForm):
    pass
