"""What else means the same as a query's words: looked up when the query is typed, never stored in the index.

Hence a new synonym works at once, without a rebuild, on every backend.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from clairdroit.search import analysis, registry
from clairdroit.search.common_words import COMMON_WORDS

# A term keeps this many other phrasings.
MAX_PHRASINGS = 8


class Thesaurus:
    """Groups of phrases with one meaning, ready to be met in a query's terms."""

    def __init__(
        self,
        groups: Iterable[Sequence[str]],
        meanings: Iterable[tuple[Sequence[str], registry.Meaning]] = (),
    ) -> None:
        # By its first term, each phrase and what else its groups say.
        self.by_first: dict[str, dict[tuple[str, ...], dict[str, None]]] = defaultdict(dict)
        # Acronyms that are a common word in small letters (« PUMA », « SAS »), as terms.
        self.look_alikes: set[str] = set()
        for group in groups:
            self.look_alikes.update(_look_alikes(group))
            phrases = {terms for text in group if (terms := tuple(analysis.terms(text)))}
            for phrase in phrases:
                others = self.by_first[phrase[0]].setdefault(phrase, {})
                others.update(dict.fromkeys(" ".join(other) for other in sorted(phrases) if other != phrase))
        # By all its terms, whoever says it first: an entry's own word, before another entry's synonym.
        self.by_phrase: dict[tuple[str, ...], dict[str, registry.Meaning]] = defaultdict(dict)
        numbered = [(place, text, told) for phrases, told in meanings for place, text in enumerate(phrases)]
        for _place, text, told in sorted(numbered, key=lambda each: each[0]):
            self.by_phrase[tuple(analysis.terms(text))].setdefault(told.language, told)

    def meaning(self, text: str, language: str) -> registry.Meaning | None:
        """Of a query that is one explained word and nothing else (« c’est quoi le RSA ? » too).

        In another language where the reader's has no explanation.
        """
        for terms in (analysis.terms(text), [word.term for word in analysis.query_words(text)]):
            told = self.by_phrase.get(tuple(terms)) if terms else None
            if told:
                return told.get(language) or next(iter(told.values()))
        return None

    def phrasings(self, terms: Sequence[str], typed: str = "") -> dict[str, tuple[str, ...]]:
        """For each term that stands for something by itself or with its neighbours, the other ways to say it.

        Each term of a phrase gets the phrase's other wordings: whoever says « RSA » has said all three words of
        « revenu de solidarité active ». An acronym that looks like a common word counts when it is `typed` in
        capitals, or alone.
        """
        found: dict[str, dict[str, None]] = defaultdict(dict)
        common = self.look_alikes.difference(_in_capitals(typed)) if len(terms) > 1 else set()
        for start, first in enumerate(terms):
            for phrase, others in self.by_first.get(first, {}).items():
                if tuple(terms[start : start + len(phrase)]) == phrase and not (len(phrase) == 1 and first in common):
                    for term in phrase:
                        found[term].update(others)
        return {term: tuple(others)[:MAX_PHRASINGS] for term, others in found.items() if others}


def _look_alikes(group: Iterable[str]) -> set[str]:
    words = (phrase.strip() for phrase in group)
    folded = {analysis.fold(word) for word in words if len(word) > 1 and word.isupper() and " " not in word}
    return {analysis.stem(word) for word in folded & COMMON_WORDS}


def _in_capitals(typed: str) -> set[str]:
    """The terms that stand out in capitals: none do in a text written in capitals throughout."""
    if typed.isupper():
        return set()
    return {analysis.stem(analysis.fold(word)) for word in analysis.WORD.findall(typed) if word.isupper()}


_compiled: tuple[Any, Thesaurus] | None = None


def thesaurus() -> Thesaurus:
    """The registered synonyms, compiled anew in each process when their version has changed."""
    global _compiled
    version = [source.version() for source in registry.synonym_sources]
    if _compiled is None or _compiled[0] != version:
        _compiled = (
            version,
            Thesaurus(groups(), (told for source in registry.synonym_sources for told in source.meanings())),
        )
    return _compiled[1]


def groups() -> list[list[str]]:
    """All registered groups of phrases, as people write them."""
    return [list(group) for source in registry.synonym_sources for group in source.groups()]
