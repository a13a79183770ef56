"""By what readers narrow a list: what it is, its heading, whom it is for, where it holds."""

from enum import StrEnum

from clairdroit.facets.counting import Ways
from clairdroit.search import registry
from clairdroit.search.ranking import Ranked

# The fields of SearchRequest that narrow the list.
FACETS = ("kind", "heading", "audience", "territory")
# A partner further away than this is not what is meant by "here".
HERE_KM = 20.0


class Territory(StrEnum):
    HERE = "ici"
    EVERYWHERE = "partout"


def ways(place: registry.Place | None) -> Ways[Ranked]:
    """Under which choices of each facet a result stands."""
    return {
        "kind": lambda item: (item.document.kind,),
        "heading": lambda item: item.document.heading_keys.split(),
        "audience": lambda item: item.document.audience_keys.split(),
        "territory": lambda item: (Territory.HERE if is_here(item, place) else Territory.EVERYWHERE,),
    }


def is_here(item: Ranked, place: registry.Place | None) -> bool:
    """The town's own texts, what is meant for the reader's territories alone, and who is near."""
    if item.document.is_local or (item.distance_km is not None and item.distance_km <= HERE_KM):
        return True
    return bool(place and not place.own_codes.isdisjoint(item.document.area_codes.split()))
