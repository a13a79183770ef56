"""The one representation of a partner that pages, API, map, search index, mails and exports may use.

What an audience may not see is not in it, so that no template has to remember to hide it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from clairdroit.partners_snippets.enums import AddressVisibility, Audience
from clairdroit.territories.distances import distance_km

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner, Place
    from clairdroit.territories.models import Commune


def serialize_partner(partner: Partner, audience: str, commune: Commune | None = None) -> dict[str, Any]:
    """Plain values only; prefetch with `PartnerQuerySet.with_page_data`. Distances (km) are given with a commune.

    Places come nearest first when a commune is given, else in the editor's order.
    """
    places = [serialize_place(place, audience, commune) for place in partner.places.all()]
    if commune:
        places.sort(key=lambda place: (place["distance_km"] is None, place["distance_km"] or 0))
    record = {
        "id": partner.pk,
        "name": partner.name,
        "slug": partner.slug,
        "url": partner_url(partner),
        "kind": {"key": partner.kind_id, "name": partner.kind.name} if partner.kind else None,
        "headings": partner.heading_keys,
        "publics": list(partner.publics),
        "description": partner.description,
        "access_conditions": partner.access_conditions,
        "without_appointment": partner.without_appointment,
        "languages": partner.languages,
        "phone": partner.phone,
        "email": partner.email,
        "website": partner.website,
        "offers": [
            {
                "name": offer.name,
                "description": offer.description,
                "access_conditions": offer.access_conditions,
                "fees": offer.fees,
                "url": offer.url,
            }
            for offer in partner.offers.all()
        ],
        "places": places,
        "distance_km": places[0]["distance_km"] if commune and places else None,
        "verified_at": partner.verified_at,
        "verified_by": partner.verified_by,
        "is_stale": partner.is_stale,
        "source": partner.source,
    }
    if audience == Audience.PROFESSIONAL:
        record["team_email"] = partner.team_email
        record["is_absent_until"] = partner.is_absent_until if partner.is_absent else None
        record["private_contacts"] = [
            {
                "name": contact.name,
                "role": contact.role,
                "phone": contact.phone,
                "email": contact.email,
                "notes": contact.notes,
            }
            for contact in partner.private_contacts.all()
        ]
    return record


def serialize_place(place: Place, audience: str, commune: Commune | None = None) -> dict[str, Any]:
    """`address_visibility` decides what is filled in; what is withheld is an empty value, not a missing key."""
    shows_address, shows_commune = _shown(place.address_visibility, audience)
    latitude, longitude = _position(place, shows_address, shows_commune)
    distance = None
    here = (commune.latitude, commune.longitude) if commune else (None, None)
    if here[0] is not None and here[1] is not None and latitude is not None and longitude is not None:
        distance = distance_km(here[0], here[1], latitude, longitude)
    # The source's own town and postal code may name a quarter: with the address withheld, only the commune is told.
    city, postal_code = place.city, place.postal_code
    if not shows_address:
        city = place.commune.name if place.commune else ""
        postal_code = place.commune.main_postal_code if place.commune else ""
    return {
        "label": place.label if shows_address else "",
        "street": place.street if shows_address else "",
        "complement": place.complement if shows_address else "",
        "postal_code": postal_code if shows_commune else "",
        "city": city if shows_commune else "",
        "insee": place.commune_id if shows_commune else None,
        "latitude": latitude if shows_address else None,
        "longitude": longitude if shows_address else None,
        "address_is_withheld": not shows_address,
        "distance_km": distance,
        "opening_hours": place.opening_hours,
        "opening_hours_text": place.opening_hours_text,
        "phone": place.phone,
        "accessibility_url": place.accessibility_url if shows_address else "",
    }


def partner_url(partner: Partner) -> str:
    try:
        return reverse("clairdroit_partners_snippets:partner", args=[partner.slug, partner.pk])
    except NoReverseMatch:
        return ""


def _shown(visibility: str, audience: str) -> tuple[bool, bool]:
    """Whether this audience sees the address, and whether it sees the commune."""
    if visibility == AddressVisibility.PUBLIC:
        return True, True
    if visibility == AddressVisibility.COMMUNE:
        return audience == Audience.PROFESSIONAL, True
    return False, audience == Audience.PROFESSIONAL


def _position(place: Place, shows_address: bool, shows_commune: bool) -> tuple[float | None, float | None]:
    """Where distances are counted from: the centre of the commune when the address may not be told."""
    if shows_address:
        return place.latitude, place.longitude
    if shows_commune and place.commune:
        return place.commune.latitude, place.commune.longitude
    return None, None
