"""By what readers narrow a list: what it is, its heading, whom it is for, where it holds."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from clairdroit.search import registry
from clairdroit.search.ranking import Ranked

# A partner further away than this is not what is meant by "here".
HERE_KM = 20.0


class Facet(StrEnum):
    KIND = "kind"
    HEADING = "heading"
    AUDIENCE = "audience"
    TERRITORY = "territory"


class Territory(StrEnum):
    HERE = "ici"
    EVERYWHERE = "partout"


Counts = Mapping[Facet, Mapping[str, int]]


# Looked through for each result of each search.
FACETS = tuple(Facet)


def values(item: Ranked, place: registry.Place | None) -> tuple[Sequence[str], ...]:
    """Under which choices of each facet, in their order, a result stands."""
    document = item.document
    return (
        (document.kind,),
        document.heading_keys.split(),
        document.audience_keys.split(),
        (Territory.HERE if is_here(item, place) else Territory.EVERYWHERE,),
    )


def is_here(item: Ranked, place: registry.Place | None) -> bool:
    """The town's own texts, what is meant for the reader's territories alone, and who is near."""
    if item.document.is_local or (item.distance_km is not None and item.distance_km <= HERE_KM):
        return True
    return bool(place and not place.own_codes.isdisjoint(item.document.area_codes.split()))


def narrowed(
    items: Iterable[Ranked], chosen: Mapping[Facet, str], place: registry.Place | None
) -> tuple[list[Ranked], Counts]:
    """What is left after the reader's choices, and how much each choice of a facet would leave beside the others."""
    kept: list[Ranked] = []
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in FACETS}
    for item in items:
        found = dict(zip(FACETS, values(item, place), strict=True))
        refused = [facet for facet, value in chosen.items() if value not in found[facet]]
        if not refused:
            kept.append(item)
        for facet in FACETS if not refused else refused if len(refused) == 1 else ():
            of_facet = counts[facet]
            for value in found[facet]:
                of_facet[value] = of_facet.get(value, 0) + 1
    return kept, counts
