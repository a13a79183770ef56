"""What to offer a reader whose words are found nowhere: what comes nearest, and who could help."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from clairdroit.search import registry
from clairdroit.search.candidates import box_around
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument
from clairdroit.search.ranking import distance_km
from clairdroit.search.request import SearchRequest
from clairdroit.search.suggestions import MAX_WORDS, Beginnings, Suggestion, first_to_match, typed_words

MAX_TITLES = 5
MAX_PARTNERS = 3
# Searching for more words at once seldom finds all of them.
FEW_WORDS = 3
COORDINATES = ("latitude", "longitude")


@dataclass(frozen=True)
class DeadEnd:
    titles: list[Suggestion] = field(default_factory=list)
    heading_keys: list[str] = field(default_factory=list)
    # With their distances in kilometres.
    partners: list[tuple[SearchDocument, float]] = field(default_factory=list)
    has_many_words: bool = False


def way_on(request: SearchRequest, headings: Sequence[registry.HeadingLink]) -> DeadEnd:
    words = typed_words(request.text)
    titles = first_to_match(
        _guesses(words[:MAX_WORDS]),
        language=get_language() or request.language,
        place=request.place,
        on=request.on,
        headings=headings,
    )
    near = Counter(key for title in titles for key in title.heading_keys)
    keys = [request.heading] if request.heading else [key for key, _count in near.most_common()]
    return DeadEnd(
        titles=titles[:MAX_TITLES],
        heading_keys=keys,
        partners=_partners(keys[0], request.place) if keys else [],
        has_many_words=len(words) > FEW_WORDS,
    )


def _guesses(words: list[str]) -> list[Beginnings]:
    """All words, else any of them; else, of a word that is found nowhere, its first half."""
    halves = [word[: max(3, len(word) // 2 + 1)] for word in words if len(word) > 4]
    guesses = [tuple(words), *((word,) for word in [*words, *halves])]
    return [[[word] for word in guess] for guess in dict.fromkeys(guesses) if guess]


def _partners(heading: str, place: registry.Place | None) -> list[tuple[SearchDocument, float]]:
    """Who works under this heading around the reader, the nearest first."""
    box = box_around(place)
    if box is None:
        return []
    south, north, west, east = box
    around = SearchDocument.objects.live().filter(
        shelf=Shelf.DIRECTORY,
        heading_keys__contains=f" {heading} ",
        latitude__range=(south, north),
        longitude__range=(west, east),
    )
    # Hundreds may be around: three are read whole.
    measured = [(distance_km(each, place) or 0.0, each.title, each.pk) for each in around.only("title", *COORDINATES)]
    nearest = sorted(measured)[:MAX_PARTNERS]
    documents = SearchDocument.objects.in_bulk([pk for _distance, _title, pk in nearest])
    return [(documents[pk], distance) for distance, _title, pk in nearest if pk in documents]
