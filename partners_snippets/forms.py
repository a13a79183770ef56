"""The editor's form of a partner: territories are typed, one per line, because no list of 35,000 can be chosen from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from clairdroit.partners_snippets.permissions import PRIVATE_FIELDS, PRIVATE_RELATIONS, user_can_see_private
from clairdroit.taxonomy.models import HeadingTag
from clairdroit.territories.models import Commune, Departement, Epci
from clairdroit.territories.place import clear_choice

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner, Place

# "Versailles (78000) #78646": what is behind the mark is the code, whatever stands before it.
MARKED = re.compile(r"#(\w+)\s*$")


class LinesField(forms.CharField):
    """A list of words, one per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]

    # Browsers send line ends as CR LF, and the value is a list: compared as one text.
    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial) or "", (data or "").replace("\r\n", "\n"))


class TerritoriesField(LinesField):
    """Territories of one model, shown as "name #code" and read by code or name."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        self.model = model
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        items = list(value)
        if items and not isinstance(items[0], models.Model):
            # A draft's form gives keys instead of objects.
            items = list(self.model._default_manager.filter(pk__in=items))
        return "\n".join(f"{item} #{item.pk}" for item in items)

    def clean(self, value: Any) -> Any:
        lines = super().clean(value)
        marked = {match[1] for line in lines if (match := MARKED.search(line))}
        known = self.model._default_manager.in_bulk(list(marked))
        found, unclear = [], []
        for line in lines:
            match = MARKED.search(line)
            item = known.get(match[1]) if match else self._find(line)
            if item is None:
                unclear.append(line)
            else:
                found.append(item)
        if unclear:
            raise ValidationError(
                [
                    _("“%(line)s”: no single territory is meant. Give its code or its full name.") % {"line": line}
                    for line in unclear
                ]
            )
        return list(dict.fromkeys(found))

    def _find(self, text: str) -> models.Model | None:
        if self.model is Commune:
            return clear_choice(text, Commune.objects.lookup(text))
        objects = self.model._default_manager
        found = list(objects.filter(pk=text.upper())) or list(objects.filter(name__iexact=text))
        # Two are enough to know that the name is not clear.
        found = found or list(objects.filter(name__icontains=text)[:2])
        return found[0] if len(found) == 1 else None


class PartnerForm(WagtailAdminModelForm):
    headings = forms.ModelMultipleChoiceField(
        HeadingTag.objects.in_order(), required=False, widget=forms.CheckboxSelectMultiple, label=_("Headings")
    )
    communes = TerritoriesField(
        Commune,
        label=_("Communes served"),
        help_text=_("One per line: postal code or name. What follows # is its official code."),
    )
    epcis = TerritoriesField(
        Epci, label=_("Groups of communes (EPCI) served"), help_text=_("One per line: name or SIREN number.")
    )
    departements = TerritoriesField(
        Departement, label=_("Départements served"), help_text=_("One per line: number or name.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user_can_see_private(self.for_user):
            # What is not in the form is neither shown nor changed: whoever may not see it cannot lose it either.
            for name in PRIVATE_FIELDS:
                self.fields.pop(name, None)
            for name in PRIVATE_RELATIONS:
                self.formsets.pop(name, None)

    def save(self, commit: bool = True) -> Partner:
        for form in self.formsets["places"].forms if "places" in self.formsets else ():
            # A place that nobody touched keeps the commune that an editor may have chosen by hand.
            if form.has_changed() and not form.cleaned_data.get("DELETE"):
                locate(form.instance, moved=bool({"postal_code", "city"} & set(form.changed_data)))
        return super().save(commit)


def locate(place: Place, *, moved: bool) -> None:
    """The commune of the address typed; its centre stands in for a position that nobody gave."""
    if moved or place.commune is None:
        text = f"{place.postal_code} {place.city}".strip()
        place.commune = clear_choice(text, Commune.objects.lookup(text)) if text else None
    if place.latitude is None and place.commune:
        place.latitude, place.longitude = place.commune.latitude, place.commune.longitude


class PartnerKindForm(WagtailAdminModelForm):
    networks = LinesField(
        required=False,
        label=_("data·inclusion networks"),
        help_text=_("Codes of the list “réseaux porteurs”, one per line."),
    )
