"""Who to turn to near the reader: a few partners for a heading, on every page."""

import datetime
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone

from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.presentation import present

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

# Beyond, someone who does not say that they serve the reader's commune is of no help.
NEARBY_KM = 20
# Who helps under one heading only knows more about it than who helps under five: each heading more counts like
# a detour of so many kilometres. So a housing advice office 5 km away comes before the town hall next door, and
# a town hall next door before a specialist 40 km away.
KM_PER_HEADING = 3


def partners_for(
    heading: str,
    commune: "Commune | None",
    limit: int = 3,
    *,
    at: datetime.datetime | None = None,
    audience: str = Audience.PUBLIC,
    without: Collection[int] = (),
) -> list[dict[str, Any]]:
    """Records for cards (`presentation.present`): those who serve the commune, then others nearby.

    Within each, by distance and by how much they are specialists of the heading (`KM_PER_HEADING`); the number
    decides between equals, so that two visits show the same. Without a commune there is no "near": the list is
    empty, and the page asks for the commune. `without` leaves out, by number, those whom the page names already: their
    places go to the next ones. The number of queries does not depend on how many partners there are.
    """
    chosen = numbers_for(heading, commune, limit, without=without)
    found = {partner.pk: partner for partner in Partner.objects.with_page_data(audience).filter(pk__in=chosen)}
    at = at or timezone.now()
    return [present(found[pk], audience, commune=commune, at=at) for pk in chosen if pk in found]


def numbers_for(heading: str, commune: "Commune | None", limit: int, *, without: Collection[int] = ()) -> list[int]:
    """The same partners by number alone, for whoever shows them in another way."""
    if commune is None:
        return []
    partners = Partner.objects.live().exclude(pk__in=without)
    if heading:
        partners = partners.for_heading(heading)
    serving = list(partners.serving(commune).order_by().values_list("pk", flat=True))
    ranked = _ranked(serving, partners.filter(pk__in=serving).distances(commune), heading)
    if len(ranked) < limit:
        nearby = {pk: km for pk, km in partners.distances(commune, NEARBY_KM).items() if km <= NEARBY_KM}
        ranked += _ranked(nearby.keys() - set(serving), nearby, heading)
    return ranked[:limit]


def _ranked(pks: Iterable[int], distances: dict[int, float], heading: str) -> list[int]:
    """Partners without a known place come last: a national number is the last resort, specialists first there too."""
    pks = list(pks)
    headings: dict[int, int] = {}
    if heading:
        tags = Partner.headings.through.objects.filter(partner__in=pks).order_by()
        headings = dict(tags.values_list("partner").annotate(Count("pk")))

    def rank(pk: int) -> tuple[float, int, int]:
        more = max(headings.get(pk, 1) - 1, 0)
        return distances.get(pk, float("inf")) + more * KM_PER_HEADING, more, pk

    return sorted(pks, key=rank)
