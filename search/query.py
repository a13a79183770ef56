"""The public page's search: from what was typed to what is shown. `evaluate_search` measures this very function."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clairdroit.search import analysis, registry, spelling
from clairdroit.search.backends import Lookup, SearchBackend, get_backend
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument, SearchTerm
from clairdroit.search.ranking import Ranked, rank, rarity

MAX_TEXT_LENGTH = 2000
# A message of more words is looked up by its rarest.
MAX_TERMS = 20
CONTENT_POOL = 100
LOCAL_POOL = 30
DIRECTORY_POOL = 60
# A term that stands in more of the directory's records than this tells nothing beside a rarer one.
COMMON_IN_DIRECTORY = 4000
# Degrees around the reader for a word that thousands of records have (« mairie »): about 30 km.
BOX_DEGREES = 0.3
# What covers less of the query than this share of the best is not shown.
WORTH_SHOWING = 0.35
ALL_WORDS = 0.999


@dataclass(frozen=True)
class SearchRequest:
    text: str
    language: str = "fr"
    kind: str = ""
    heading: str = ""
    place: registry.Place | None = None
    on: date | None = None


@dataclass
class SearchResults:
    """What was found, best first, after the reader's choice of kind and heading; and the choices left to them."""

    ranked: list[Ranked] = field(default_factory=list)
    terms: frozenset[str] = frozenset()
    kind_counts: Mapping[str, int] = field(default_factory=dict)
    heading_counts: Mapping[str, int] = field(default_factory=dict)
    # No result has all the words.
    is_partial: bool = False
    # The text with its unknown words replaced by the nearest known ones; "" when all are known.
    suggestion: str = ""
    # The unknown words were replaced already, since nothing was found with them.
    is_corrected: bool = False


def search(request: SearchRequest, *, backend: SearchBackend | None = None) -> SearchResults:
    backend = backend or get_backend()
    text = request.text[:MAX_TEXT_LENGTH]
    words = analysis.query_words(text)
    if not words:
        return SearchResults()
    statistics = Statistics([word.term for word in words])
    unknown = [word for word in words if not statistics.is_known(word.term)]
    corrections = spelling.corrections(unknown) if unknown else {}
    suggestion = spelling.rewrite(text, corrections)
    for word in unknown:
        if word.folded in corrections:
            statistics.add(analysis.stem(analysis.fold(corrections[word.folded].word)), corrections[word.folded])
    importance = {shelf: statistics.importance(shelf) for shelf in Shelf.values}
    ranked = _ranked(request, backend, statistics, importance)
    known = any(statistics.is_known(word.term) for word in words)
    return _results(request, ranked, importance, suggestion, is_corrected=bool(corrections) and not known)


class Statistics:
    """In how many documents the query's terms stand, per shelf. One query."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = list(terms)
        self.documents: dict[tuple[str, str], int] = {
            (row.shelf, row.term): row.documents for row in SearchTerm.objects.filter(term__in=[*terms, ""])
        }

    def is_known(self, term: str) -> bool:
        return any((shelf, term) in self.documents for shelf in Shelf.values)

    def add(self, term: str, correction: "spelling.Correction") -> None:
        if term not in self.terms:
            self.terms.append(term)
        for shelf, count in correction.documents.items():
            self.documents[shelf, term] = count

    def importance(self, shelf: str) -> dict[str, float]:
        """The terms to look up in their order, with their rarity; of a long message, the rarest."""
        whole = self.documents.get((shelf, ""), 0) or 1
        everything = {
            term: rarity(min(self.documents.get((shelf, term), 0), whole), whole)
            for term in self.terms
            # A term that no document has would only lower all the shares; alone, it stays: the index may be newer.
            if self.is_known(term) or len(self.terms) == 1
        } or dict.fromkeys(self.terms, 1.0)
        kept = set(sorted(everything, key=lambda term: -everything[term])[:MAX_TERMS])
        return {term: value for term, value in everything.items() if term in kept}


def _ranked(
    request: SearchRequest,
    backend: SearchBackend,
    statistics: Statistics,
    importance: Mapping[str, Mapping[str, float]],
) -> list[Ranked]:
    asked = Pools(request, backend, statistics, importance)
    ids = asked.texts() | asked.directory()
    documents = SearchDocument.objects.live().filter(pk__in=ids).defer("body")
    weights = {source.kind: source.weight for source in registry.sources()}
    return rank(list(documents), importance, place=request.place, on=request.on, kind_weights=weights)


class Pools:
    """The candidates worth ranking. Each pool has its own limit, so that none can crowd another out."""

    def __init__(
        self,
        request: SearchRequest,
        backend: SearchBackend,
        statistics: Statistics,
        importance: Mapping[str, Mapping[str, float]],
    ) -> None:
        self.request = request
        self.backend = backend
        self.statistics = statistics
        self.importance = importance

    def texts(self) -> set[int]:
        """The likeliest texts, and the likeliest of this town's own even when a hundred national ones come first."""
        found = self.ask(Shelf.CONTENT, limit=CONTENT_POOL)
        found |= self.ask(Shelf.CONTENT, limit=LOCAL_POOL, is_local=True)
        return found | self.chosen(Shelf.CONTENT, CONTENT_POOL)

    def directory(self) -> set[int]:
        """Records with the query's telling words; for a word that thousands have, those around the reader."""
        importance = self.importance[Shelf.DIRECTORY]
        telling = [
            term
            for term in importance
            if self.statistics.documents.get((Shelf.DIRECTORY, term), 0) <= COMMON_IN_DIRECTORY
        ]
        found: set[int] = set()
        box = _box(self.request.place)
        if telling:
            found = self.ask(Shelf.DIRECTORY, terms=telling, limit=DIRECTORY_POOL)
        if box or not telling:
            found |= self.ask(Shelf.DIRECTORY, box=box, limit=DIRECTORY_POOL, match_all=not box)
        return found | self.chosen(Shelf.DIRECTORY, DIRECTORY_POOL)

    def chosen(self, shelf: str, limit: int) -> set[int]:
        """More of what the reader narrowed the list to."""
        kinds = _kinds(self.request, shelf)
        if not (kinds or self.request.heading) or (self.request.kind and not kinds):
            return set()
        return self.ask(shelf, kinds=kinds, heading=self.request.heading, limit=limit)

    def ask(self, shelf: str, **more: Any) -> set[int]:
        importance = self.importance[shelf]
        lookup = Lookup(
            **{
                "terms": list(importance),
                "importance": dict(importance),
                "shelf": shelf,
                "language": self.request.language,
                **more,
            }
        )
        return {candidate.document_id for candidate in self.backend.candidates(lookup)}


def _kinds(request: SearchRequest, shelf: str) -> list[str]:
    source = registry.source(request.kind)
    return [source.kind] if source and source.shelf == shelf else []


def _box(place: registry.Place | None) -> tuple[float, float, float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return (
        place.latitude - BOX_DEGREES,
        place.latitude + BOX_DEGREES,
        place.longitude - BOX_DEGREES,
        place.longitude + BOX_DEGREES,
    )


def _results(
    request: SearchRequest,
    ranked: list[Ranked],
    importance: Mapping[str, Mapping[str, float]],
    suggestion: str,
    *,
    is_corrected: bool,
) -> SearchResults:
    best = max((item.coverage for item in ranked), default=0.0)
    worth = [item for item in ranked if item.coverage >= WORTH_SHOWING * best]
    of_heading = [item for item in worth if not request.heading or _is_under(item, request.heading)]
    of_kind = [item for item in worth if not request.kind or item.document.kind == request.kind]
    return SearchResults(
        ranked=[item for item in of_heading if not request.kind or item.document.kind == request.kind],
        terms=frozenset(term for terms in importance.values() for term in terms),
        kind_counts=Counter(item.document.kind for item in of_heading),
        heading_counts=Counter(key for item in of_kind for key in item.document.heading_keys.split()),
        is_partial=bool(worth) and best < ALL_WORDS,
        suggestion=suggestion,
        is_corrected=is_corrected,
    )


def _is_under(item: Ranked, heading: str) -> bool:
    return heading in item.document.heading_keys.split()
