"""The public page's search: from what was typed to what is shown. `evaluate_search` measures this very function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clairdroit.facets.counting import Counts, narrow
from clairdroit.search import analysis, elision, registry, spelling, synonyms
from clairdroit.search.backends import SearchBackend, get_backend
from clairdroit.search.candidates import Pools
from clairdroit.search.enums import Shelf
from clairdroit.search.facets import FACETS, ways
from clairdroit.search.ranking import Ranked, RankedDocument, rank
from clairdroit.search.request import SearchRequest
from clairdroit.search.vocabulary import Vocabulary

MAX_TEXT_LENGTH = 2000
# What covers less of the query than this share of the best is not shown.
WORTH_SHOWING = 0.35
ALL_WORDS = 0.999


@dataclass
class SearchResults:
    """What was found, best first, after the reader's choices; and the choices left to them."""

    ranked: list[Ranked] = field(default_factory=list)
    # How many there are without those choices.
    without_choices: int = 0
    terms: frozenset[str] = frozenset()
    # For each facet, how many results each choice would leave beside the other choices.
    counts: Counts = field(default_factory=lambda: {name: {} for name in FACETS})
    # No result has all the words.
    is_partial: bool = False
    # The text with its unknown words replaced by the nearest known ones; "" when all are known.
    suggestion: str = ""
    # The unknown words were replaced already, since nothing was found with them.
    is_corrected: bool = False
    # What the text means, when it is one explained word and nothing else.
    meaning: registry.Meaning | None = None


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
    thesaurus = thesaurus or synonyms.thesaurus()
    vocabulary, unknown = _looked_up(words, thesaurus, text)
    if (meant := elision.separated(words, unknown, vocabulary.is_known)) != words:
        words = meant
        vocabulary, unknown = _looked_up(words, thesaurus, text)
    corrections = spelling.corrections(unknown) if unknown else {}
    suggestion = spelling.rewrite(text, corrections)
    for word in unknown:
        if word.folded in corrections:
            vocabulary.add(analysis.stem(analysis.fold(corrections[word.folded].word)), corrections[word.folded])
    importance = {shelf: vocabulary.importance(shelf) for shelf in Shelf.values}
    ranked = _ranked(request, backend, vocabulary, importance)
    known = any(vocabulary.is_known(word.term) for word in words)
    found = _results(
        request, ranked, vocabulary.marked(importance), suggestion, is_corrected=bool(corrections) and not known
    )
    found.meaning = thesaurus.meaning(text, request.language)
    return found


def _looked_up(
    words: Sequence[analysis.Word], thesaurus: synonyms.Thesaurus, text: str
) -> tuple[Vocabulary, list[analysis.Word]]:
    """What the index knows of them, and those that it does not."""
    terms = [word.term for word in words]
    vocabulary = Vocabulary(terms, thesaurus.phrasings(terms, text), also=elision.meant_terms(words))
    return vocabulary, [word for word in words if not vocabulary.is_known(word.term)]


def _ranked(
    request: SearchRequest,
    backend: SearchBackend,
    vocabulary: Vocabulary,
    importance: Mapping[str, Mapping[str, float]],
) -> list[Ranked]:
    found = backend.documents(Pools(request, vocabulary, importance).lookups())
    rows = found.values_list(*RankedDocument._fields)
    weights = {source.kind: source.weight for source in registry.sources}
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
    narrowed = narrow(worth, ways(request.place), request.chosen)
    return SearchResults(
        ranked=narrowed.kept,
        without_choices=len(worth),
        terms=terms,
        counts=narrowed.counts,
        is_partial=bool(worth) and best < ALL_WORDS,
        suggestion=suggestion,
        is_corrected=is_corrected,
    )
