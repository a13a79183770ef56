from typing import Any, cast

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clairdroit.freshness.board import verifiable_models

# Of the largest key that a BigAutoField holds, 2 ** 63 - 1.
MAX_KEY_DIGITS = 19


class BoardFilterForm(forms.Form):
    """Filters of the to-do board; everything is optional, and a wrong value means the default."""

    STATES = [("", _("To check")), ("soon", _("To check within 30 days")), ("all", _("Everything"))]

    state = forms.ChoiceField(label=_("Show"), choices=STATES, required=False)
    kind = forms.ChoiceField(label=_("Type"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    mine = forms.BooleanField(label=_("Only what I look after"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.models = {model._meta.label_lower: model for model in verifiable_models()}
        names = [(label, capfirst(model._meta.verbose_name_plural)) for label, model in self.models.items()]
        kinds = cast(forms.ChoiceField, self.fields["kind"])
        kinds.choices = [("", _("All types")), *names]

    def chosen_models(self) -> list[type[Any]]:
        chosen = self.cleaned_data.get("kind")
        return [self.models[chosen]] if chosen in self.models else list(self.models.values())


class VerifyForm(forms.Form):
    """The objects to confirm: one from its button, or several ticked on the board."""

    item = forms.MultipleChoiceField(choices=(), error_messages={"required": _("Tick at least one line.")})
    label = forms.CharField(required=False, max_length=255)

    def __init__(self, data: Any) -> None:
        # A line's own button confirms that line alone, whatever else is ticked.
        chosen = [data["only"]] if data.get("only") else data.getlist("item")
        super().__init__(MultiValueDict({"item": chosen, "label": [data.get("label", "")]}))
        self.content_types = {
            str(content_type.pk): model
            for model, content_type in ContentType.objects.get_for_models(
                *verifiable_models(), for_concrete_models=False
            ).items()
        }
        # Any value is let through here; clean_item keeps those that name an existing record.
        items = cast(forms.MultipleChoiceField, self.fields["item"])
        items.choices = [(value, value) for value in chosen]

    def clean_item(self) -> list[Any]:
        found = []
        for key in self.cleaned_data["item"]:
            type_pk, _dash, pk = key.partition("-")
            model = self.content_types.get(type_pk)
            # Python refuses to read a number of thousands of digits.
            is_key = pk.isdecimal() and len(pk) <= MAX_KEY_DIGITS
            obj = model._default_manager.filter(pk=pk).first() if model and is_key else None
            if obj is None:
                raise forms.ValidationError(_("This record no longer exists."))
            found.append(obj)
        return found
