"""The values of an import in the editor's words."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import label_for_field
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.enums import AddressVisibility
from clairdroit.partners_snippets.models import Partner, PartnerKind, Place
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.models import Commune, Departement, Epci

TERRITORIES = {"communes": Commune, "epcis": Epci, "departements": Departement}


def value_name(name: str) -> str:
    if name == "place.position":
        return _("Position")
    if name == "contacts":
        return _("Private contacts")
    model = Place if name.startswith("place.") else Partner
    field = name.removeprefix("place.").removesuffix("_id")
    if name == "offers":
        return _("Services offered")
    label = str(label_for_field(field, model))
    return label[:1].upper() + label[1:]


def value_in_words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "headings":
        return ", ".join(str(Heading(key).label) for key in value)
    if name in TERRITORIES:
        return ", ".join(str(item) for item in TERRITORIES[name]._default_manager.filter(pk__in=value))
    if name == "kind_id":
        return str(PartnerKind.objects.filter(pk=value).first() or value)
    if name == "place.commune_id":
        return str(Commune.objects.filter(pk=value).first() or value)
    if name == "place.address_visibility":
        return str(AddressVisibility(value).label)
    if name in ("offers", "contacts"):
        return ", ".join(item[0] for item in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
