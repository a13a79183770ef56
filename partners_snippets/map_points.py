"""The points of the directory's map: few columns of few partners, since anybody may ask for them at any time."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from clairdroit.partners_snippets import hours
from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.models import Partner, Place
from clairdroit.partners_snippets.school_holidays import departement_of
from clairdroit.partners_snippets.serializers import serialize_place
from clairdroit.partners_snippets.sitemaps import partner_addresses

# Each costs bytes on the way and a marker on an old telephone; the list below the map shows everybody.
MOST_POINTS = 600


def points(
    pks: Sequence[int], *, at: datetime.datetime, query: str
) -> tuple[list[dict[str, Any]], list[datetime.datetime]]:
    """The points, in the order of the partners, and when the words of one of them change; three queries."""
    names = dict(Partner.objects.filter(pk__in=pks).order_by().values_list("pk", "name"))
    addresses = partner_addresses(names.items())
    found: list[dict[str, Any]] = []
    changes: list[datetime.datetime] = []
    places = _places(pks)
    for pk in pks:
        for place in places[pk] if pk in names else []:
            # What the public may not know is empty in it.
            shown = serialize_place(place, Audience.PUBLIC)
            if shown["latitude"] is None:
                continue
            now = hours.now(shown["opening_hours"], at=at, departement=departement_of(shown["insee"]))
            if now.changes_at:
                changes.append(now.changes_at)
            found.append(
                {
                    "name": names[pk],
                    "url": addresses[pk] + query,
                    "address": " ".join(filter(None, (shown["street"], shown["postal_code"], shown["city"]))),
                    "hours": now.now,
                    "open": bool(now.is_open),
                    "lat": shown["latitude"],
                    "lon": shown["longitude"],
                }
            )
    return found, changes


def _places(pks: Iterable[int]) -> dict[int, list[Place]]:
    by_partner: dict[int, list[Place]] = defaultdict(list)
    rows = Place.objects.filter(partner__in=pks, latitude__isnull=False).select_related("commune")
    for place in rows.order_by("partner", "sort_order", "pk"):
        by_partner[place.partner_id].append(place)
    return by_partner
