"""The public page's search: from what was typed to what is shown. `evaluate_search` measures this very function."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from clairdroit.search import analysis, registry, spelling, synonyms
from clairdroit.search.backends import SearchBackend, get_backend
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument
from clairdroit.search.pools import Pools
from clairdroit.search.ranking import Ranked, RankedDocument, rank
from clairdroit.search.request import SearchRequest
from clairdroit.search.vocabulary import Vocabulary

MAX_TEXT_LENGTH = 2000
# What covers less of the query than this share of the best is not shown.
WORTH_SHOWING = 0.35
ALL_WORDS = 0.999


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


def search(
    request: SearchRequest,
    *,
    backend: SearchBackend | None = None,
    thesaurus: synonyms.Thesaurus | None = None,
) -> SearchResults:
    backend = backend or get_backend()
    text = request.text[:MAX_TEXT_LENGTH]
    words = analysis.query_words(text)
    if not words:
        return SearchResults()
    terms = [word.term for word in words]
    vocabulary = Vocabulary(terms, (thesaurus or synonyms.thesaurus()).phrasings(terms, text))
    unknown = [word for word in words if not vocabulary.is_known(word.term)]
    corrections = spelling.corrections(unknown) if unknown else {}
    suggestion = spelling.rewrite(text, corrections)
    for word in unknown:
        if word.folded in corrections:
            vocabulary.add(analysis.stem(analysis.fold(corrections[word.folded].word)), corrections[word.folded])
    importance = {shelf: vocabulary.importance(shelf) for shelf in Shelf.values}
    ranked = _ranked(request, backend, vocabulary, importance)
    known = any(vocabulary.is_known(word.term) for word in words)
    return _results(
        request, ranked, vocabulary.marked(importance), suggestion, is_corrected=bool(corrections) and not known
    )


def _ranked(
    request: SearchRequest,
    backend: SearchBackend,
    vocabulary: Vocabulary,
    importance: Mapping[str, Mapping[str, float]],
) -> list[Ranked]:
    found = backend.candidates(Pools(request, vocabulary, importance).lookups())
    ids = {candidate.document_id for pool in found for candidate in pool}
    rows = SearchDocument.objects.live().filter(pk__in=ids).values_list(*RankedDocument._fields)
    weights = {source.kind: source.weight for source in registry.sources()}
    return rank(
        [RankedDocument(*row) for row in rows],
        importance,
        phrasings=vocabulary.phrasings,
        place=request.place,
        on=request.on,
        kind_weights=weights,
    )


def _results(
    request: SearchRequest,
    ranked: list[Ranked],
    terms: frozenset[str],
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
        terms=terms,
        kind_counts=Counter(item.document.kind for item in of_heading),
        heading_counts=Counter(key for item in of_kind for key in item.document.heading_keys.split()),
        is_partial=bool(worth) and best < ALL_WORDS,
        suggestion=suggestion,
        is_corrected=is_corrected,
    )


def _is_under(item: Ranked, heading: str) -> bool:
    return heading in item.document.heading_keys.split()
