"""One flat form for a partner as the source tells it and as we have it, so that both can be compared."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Prefetch, QuerySet

from clairdroit.partners_snippets.imports.geography import CommuneFacts, Territories
from clairdroit.partners_snippets.imports.records import PartnerRecord
from clairdroit.partners_snippets.models import Offer, Partner, Place, PrivateContact

# Columns of the record, of its place, its offers and its private contacts that an import may write. What only editors
# write (team box, other places, verification) is not among them.
PARTNER_VALUES = (
    "name",
    "kind_id",
    "description",
    "access_conditions",
    "phone",
    "email",
    "website",
    "publics",
    "thematics",
    "serves_france",
)
PLACE_VALUES = (
    "street",
    "complement",
    "postal_code",
    "city",
    "commune_id",
    "opening_hours",
    "opening_hours_text",
    "accessibility_url",
    "address_visibility",
)
# Relation → what the table that joins the two calls the other side: `bulk_create` writes those tables themselves.
RELATIONS = {"headings": "headingtag", "communes": "commune", "epcis": "epci", "departements": "departement"}
OFFER_VALUES = ("name", "description", "access_conditions", "fees", "url", "source_id")
CONTACT_VALUES = ("name", "phone", "email")

Values = dict[str, Any]


def told_by(
    record: PartnerRecord,
    commune: CommuneFacts | None,
    served: Territories,
    headings: set[str],
    address_visibility: str,
) -> Values:
    """By name of the column, of the place with "place." before it: texts, codes, sorted lists of keys, and of offers
    and contacts a list of values each. `place.position` is [latitude, longitude] in degrees, or None."""
    values: Values = {name: getattr(record, name) for name in PARTNER_VALUES if hasattr(record, name)}
    values |= {
        "kind_id": record.kind or None,
        "serves_france": served.france,
        "headings": sorted(headings),
        "communes": sorted(set(served.communes)),
        "epcis": sorted(set(served.epcis)),
        "departements": sorted(set(served.departements)),
        "offers": [[getattr(offer, name) for name in OFFER_VALUES] for offer in record.offers],
        "contacts": [[getattr(contact, name) for name in CONTACT_VALUES] for contact in record.contacts],
    }
    values |= {f"place.{name}": getattr(record, name) for name in PLACE_VALUES if hasattr(record, name)}
    values["place.commune_id"] = commune.insee if commune else None
    values["place.address_visibility"] = address_visibility
    values["place.position"] = (
        None if record.latitude is None or record.longitude is None else [record.latitude, record.longitude]
    )
    return values


def held_by(partner: Partner) -> Values:
    """The same values as we have them, in the shapes and orders of `told_by`: else each would look changed. What only
    editors write (team box, other places…) is not among them."""
    values: Values = {name: getattr(partner, name) for name in PARTNER_VALUES}
    values |= {name: sorted(item.pk for item in getattr(partner, name).all()) for name in RELATIONS}
    values["offers"] = [[getattr(offer, name) for name in OFFER_VALUES] for offer in partner.offers.all()]
    values["contacts"] = [
        [getattr(contact, name) for name in CONTACT_VALUES] for contact in partner.private_contacts.all()
    ]
    place = imported_place(partner)
    if place:
        values |= {f"place.{name}": getattr(place, name) for name in PLACE_VALUES}
        values["place.position"] = None if place.latitude is None else [place.latitude, place.longitude]
    return values


def imported_place(partner: Partner) -> Place | None:
    """The place that came with the partner; None when an editor removed it."""
    # Editors add places without `source_id`; a source has one place for a structure.
    return next((place for place in partner.places.all() if place.source_id), None)


def for_comparing(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    return partners.select_related("imported_record").prefetch_related(
        *RELATIONS,
        Prefetch("places", Place.objects.all()),
        Prefetch("offers", Offer.objects.all()),
        Prefetch("private_contacts", PrivateContact.objects.all()),
    )


def fingerprint(value: Any) -> str:
    """Eight hexadecimal digits of a value as JSON, or "" of an empty one: None, "", [] and False are the same, as a
    source that is silent and an empty field are. Short, because forty thousand records have twenty each."""
    if value in (None, "", [], False):
        return ""
    # Four bytes: a collision, once in four thousand million, hides one value's news until the next.
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=4).hexdigest()


def fingerprints(values: Values) -> dict[str, str]:
    return {name: mark for name, value in values.items() if (mark := fingerprint(value))}
