"""Which documents are worth ranking, asked of a backend in one go."""

from collections.abc import Iterator, Mapping
from typing import Any

from clairdroit.search import registry
from clairdroit.search.backends import Lookup
from clairdroit.search.enums import Shelf
from clairdroit.search.request import SearchRequest
from clairdroit.search.vocabulary import Vocabulary

CONTENT_POOL = 100
LOCAL_POOL = 30
DIRECTORY_POOL = 60
# A term that stands in more of the directory's records than this tells nothing beside a rarer one.
COMMON_IN_DIRECTORY = 4000
# Degrees around the reader for a word that thousands of records have (« mairie »): about 30 km.
BOX_DEGREES = 0.3


class Pools:
    """Each pool has its own limit, so that none can crowd another out."""

    def __init__(
        self, request: SearchRequest, vocabulary: Vocabulary, importance: Mapping[str, Mapping[str, float]]
    ) -> None:
        self.request = request
        self.vocabulary = vocabulary
        self.importance = importance

    def lookups(self) -> list[Lookup]:
        return [*self.texts(), *self.directory()]

    def texts(self) -> Iterator[Lookup]:
        """The likeliest texts, and the likeliest of this town's own even when a hundred national ones come first."""
        yield self.lookup(Shelf.CONTENT, limit=CONTENT_POOL)
        yield self.lookup(Shelf.CONTENT, limit=LOCAL_POOL, is_local=True)
        yield from self.chosen(Shelf.CONTENT, CONTENT_POOL)

    def directory(self) -> Iterator[Lookup]:
        """Records with the query's telling words; for a word that thousands have, those around the reader."""
        telling = [
            term
            for term in self.importance[Shelf.DIRECTORY]
            if self.vocabulary.with_term(Shelf.DIRECTORY, term) <= COMMON_IN_DIRECTORY
        ]
        box = box_around(self.request.place)
        if telling:
            yield self.lookup(Shelf.DIRECTORY, terms=telling, limit=DIRECTORY_POOL)
        if box or not telling:
            yield self.lookup(Shelf.DIRECTORY, box=box, limit=DIRECTORY_POOL, match_all=not box)
        yield from self.chosen(Shelf.DIRECTORY, DIRECTORY_POOL)

    def chosen(self, shelf: str, limit: int) -> Iterator[Lookup]:
        """More of what the reader narrowed the list to."""
        kinds = _kinds(self.request, shelf)
        if (kinds or self.request.heading) and (kinds or not self.request.kind):
            yield self.lookup(shelf, kinds=kinds, heading=self.request.heading, limit=limit)

    def lookup(self, shelf: str, **more: Any) -> Lookup:
        importance = self.importance[shelf]
        values = {"terms": list(importance), "importance": importance, "phrasings": self.vocabulary.phrasings}
        return Lookup(shelf=shelf, language=self.request.language, **(values | more))


def _kinds(request: SearchRequest, shelf: str) -> list[str]:
    source = registry.sources.get(request.kind)
    return [source.kind] if source and source.shelf == shelf else []


def box_around(place: registry.Place | None) -> tuple[float, float, float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return (
        place.latitude - BOX_DEGREES,
        place.latitude + BOX_DEGREES,
        place.longitude - BOX_DEGREES,
        place.longitude + BOX_DEGREES,
    )
