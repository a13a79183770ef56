"""What templates show of a partner: the serializer's record, with hours and distances said in words."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.partners_snippets import hours
from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.school_holidays import departement_of
from clairdroit.partners_snippets.serializers import serialize_partner
from clairdroit.partners_snippets.structured_data import partner_graph
from clairdroit.taxonomy.kind_words import kind_beside
from clairdroit.territories.place import reader_commune
from clairdroit.territories.templatetags.places import distance_in_words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from clairdroit.partners_snippets.models import Partner
    from clairdroit.territories.models import Commune

# How long a page that says "open now" may be kept, in seconds: never past the next change, and never so
# short that a cache is useless.
SHORTEST_MAX_AGE = 30
LONGEST_MAX_AGE = 300


def present(
    partner: "Partner",
    audience: str,
    *,
    commune: "Commune | None" = None,
    at: datetime.datetime | None = None,
    open_first: bool = False,
) -> dict[str, Any]:
    """The record of one partner; prefetch with `with_page_data`.

    `place` is the one to show on a card: the nearest that people may come to, with `open_first` the nearest
    that is open.
    """
    at = at or timezone.now()
    record = serialize_partner(partner, audience, commune)
    record["kind_beside"] = kind_beside(partner.kind.name, partner.name) if partner.kind else ""
    for place in record["places"]:
        place["hours"] = hours.describe(
            place["opening_hours"],
            at=at,
            free_text=place["opening_hours_text"],
            departement=departement_of(place["insee"]),
        )
    # Where the address is withheld, so is how far it is: such a place cannot be the nearest.
    record["places"] = places = sorted(record["places"], key=lambda place: place["address_is_withheld"])
    if open_first:
        places = sorted(places, key=lambda place: not place["hours"].is_open)
    record["place"] = places[0] if places else None
    record["card_facts"] = _card_facts(record)
    record["card_phone"] = record["phone"] or next((place["phone"] for place in record["places"] if place["phone"]), "")
    record["is_open"] = any(place["hours"].is_open for place in record["places"])
    record["changes_at"] = min(
        (place["hours"].changes_at for place in record["places"] if place["hours"].changes_at), default=None
    )
    return record


def _card_facts(record: dict[str, Any]) -> list[str]:
    """How far it is is not said of a withheld address: it would be the distance to the middle of the commune."""
    place = record["place"]
    facts = [
        distance_in_words(place["distance_km"]) if place and not place["address_is_withheld"] else "",
        record["kind_beside"],
        _("without an appointment") if record["without_appointment"] else "",
    ]
    return [fact for fact in facts if fact]


def max_age(records: Iterable[dict[str, Any]], at: datetime.datetime) -> int:
    """How many seconds a page that shows these records stays true."""
    # At midnight "tomorrow" is another day, and a public holiday may begin.
    midnight = datetime.datetime.combine(timezone.localdate(at) + datetime.timedelta(days=1), datetime.time.min)
    changes = [record["changes_at"] for record in records if record["changes_at"]]
    left = int((min([timezone.make_aware(midnight), *changes]) - at).total_seconds())
    return max(SHORTEST_MAX_AGE, min(LONGEST_MAX_AGE, left))


def page_context(partner: "Partner", request: "HttpRequest", *, audience: str = Audience.PUBLIC) -> dict[str, Any]:
    """What the partner page shows; the preview of a draft uses it too."""
    now = timezone.now()
    commune = reader_commune(request)
    record = present(partner, audience, commune=commune, at=now)
    public = record if audience == Audience.PUBLIC else present(partner, Audience.PUBLIC, at=now)
    return {
        "partner": record,
        "crumbs": [
            (_("Who to turn to"), reverse("clairdroit_partners_snippets:directory")),
            (partner.name, ""),
        ],
        "structured_data": partner_graph(
            public,
            page_url=request.build_absolute_uri(record["url"]) if partner.pk else "",
            is_public_service=bool(partner.kind and partner.kind.is_public_service),
            at=now,
        ),
    }
