"""What the search holds of partners: the public representation, nothing else. Loaded by the search alone."""

from __future__ import annotations

import datetime

from django.http import HttpRequest

from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.managers import PartnerQuerySet
from clairdroit.partners_snippets.models import Offer, Partner, PartnerKind, Place
from clairdroit.partners_snippets.serializers import serialize_partner
from clairdroit.partners_snippets.signals import partners_imported
from clairdroit.public_forms import comes_from_here, times_seen
from clairdroit.search.api import (
    Document,
    SearchSource,
    Shelf,
    audience_labels,
    counting_guards,
    place_providers,
    sources,
)
from clairdroit.search.api import Place as ReaderPlace
from clairdroit.taxonomy.enums import Public
from clairdroit.territories.models import Commune
from clairdroit.territories.place import reader_commune

FRANCE = "france"
# Each search sends up to two; a library or a town hall may have one connection for many people.
MAX_PER_HOUR = 200
HOUR = datetime.timedelta(hours=1)


def public_partners() -> PartnerQuerySet:
    return Partner.objects.live().with_page_data().prefetch_related("communes", "epcis", "departements")


def to_document(partner: Partner) -> Document:
    record = serialize_partner(partner, Audience.PUBLIC)
    place = next((place for place in record["places"] if place["city"]), None)
    cities = sorted({f"{place['postal_code']} {place['city']}".strip() for place in record["places"]})
    return Document(
        title=record["name"],
        url_path=record["url"],
        summary=record["description"],
        body="\n".join(
            [
                record["access_conditions"],
                *(f"{offer['name']}. {offer['description']}" for offer in record["offers"]),
                *(place["label"] for place in record["places"]),
                *cities,
            ]
        ),
        extra_words=" ".join([partner.kind.name, partner.kind.plural, partner.kind.pk]) if partner.kind else "",
        heading_keys=record["headings"],
        audience_keys=[public for public in record["publics"] if public in Public.values],
        area_codes=area_codes(partner),
        place=f"{place['postal_code']} {place['city']}".strip() if place else "",
        updated_on=None,
        verified_on=record["verified_at"],
        verified_by=record["verified_by"],
        is_stale=record["is_stale"],
        latitude=place["latitude"] if place else None,
        longitude=place["longitude"] if place else None,
    )


def area_codes(partner: Partner) -> list[str]:
    return [
        *([FRANCE] if partner.serves_france else []),
        *(f"commune-{commune.pk}" for commune in partner.communes.all()),
        *(f"epci-{epci.pk}" for epci in partner.epcis.all()),
        *(f"departement-{departement.pk}" for departement in partner.departements.all()),
    ]


def reader_place(code: str, request: HttpRequest | None = None) -> ReaderPlace | None:
    commune = reader_commune(request) if request else Commune.objects.filter(pk=code[:5]).first()
    if commune is None:
        return None
    own = frozenset(
        [
            f"departement-{commune.departement_id}",
            *(f"commune-{code}" for code in commune.codes),
            *(f"epci-{code}" for code in commune.epci_codes),
        ]
    )
    return ReaderPlace(commune.pk, commune.name, own | {FRANCE}, commune.latitude, commune.longitude, own)


def partners_of_kind(kind: PartnerKind) -> list[int]:
    return list(Partner.objects.filter(kind=kind).values_list("pk", flat=True))


sources.register(
    SearchSource(
        kind="partner",
        label=Partner._meta.verbose_name,
        plural=Partner._meta.verbose_name_plural,
        model=Partner,
        queryset=public_partners,
        to_document=to_document,
        shelf=Shelf.DIRECTORY,
        order=30,
        parts=[
            (Place, lambda place: [place.partner_id]),
            (Offer, lambda offer: [offer.partner_id]),
            (PartnerKind, partners_of_kind),
        ],
        announced=[(partners_imported, lambda keys, **kwargs: keys)],
    )
)
place_providers.register(reader_place)


def counts(request: HttpRequest) -> bool:
    """As for a public form: sent by a page of ours, and not too often from one connection."""
    return comes_from_here(request) and times_seen(request, "search", within=HOUR) <= MAX_PER_HOUR


counting_guards.register(counts)
audience_labels.register(dict(Public.choices))
