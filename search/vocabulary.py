"""What the index knows of a query's words: in how many documents they stand, hence how much each of them tells."""

from collections.abc import Iterable, Mapping, Sequence

from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchTerm
from clairdroit.search.ranking import rarity
from clairdroit.search.spelling import Correction

# A message of more words is looked up by its rarest.
MAX_TERMS = 20


class Vocabulary:
    """In how many documents the query's terms and their other phrasings stand, per shelf. One query."""

    def __init__(
        self, terms: Sequence[str], phrasings: Mapping[str, Sequence[str]], *, also: Iterable[str] = ()
    ) -> None:
        self.terms = list(terms)
        self.phrasings = phrasings
        words = {
            "",
            *terms,
            *also,
            *(word for phrases in phrasings.values() for phrase in phrases for word in phrase.split()),
        }
        found = SearchTerm.objects.filter(term__in=words).values_list("shelf", "term", "documents")
        self.documents: dict[tuple[str, str], int] = {(shelf, term): documents for shelf, term, documents in found}

    def with_term(self, shelf: str, term: str) -> int:
        """In how many documents the term stands, or at most the likeliest of its other phrasings."""
        phrases = (term, *self.phrasings.get(term, ()))
        return max(min(self.documents.get((shelf, word), 0) for word in phrase.split()) for phrase in phrases)

    def is_known(self, term: str) -> bool:
        return any(self.with_term(shelf, term) for shelf in Shelf.values)

    def add(self, term: str, correction: Correction) -> None:
        if term not in self.terms:
            self.terms.append(term)
        for shelf, count in correction.documents.items():
            self.documents[shelf, term] = count

    def importance(self, shelf: str) -> dict[str, float]:
        """The terms to look up in their order, with their rarity; of a long message, the rarest."""
        whole = self.documents.get((shelf, ""), 0) or 1
        everything = {
            term: rarity(min(self.with_term(shelf, term), whole), whole)
            for term in self.terms
            # A term that no document has would only lower all the shares; alone, it stays: the index may be newer.
            if self.is_known(term) or len(self.terms) == 1
        } or dict.fromkeys(self.terms, 1.0)
        kept = set(sorted(everything, key=lambda term: -everything[term])[:MAX_TERMS])
        return {term: value for term, value in everything.items() if term in kept}

    def marked(self, importance: Mapping[str, Mapping[str, float]]) -> frozenset[str]:
        """The terms to mark in what was found: those looked up, and the words of their other phrasings."""
        looked_up = {term for terms in importance.values() for term in terms}
        phrases = (phrase for term in looked_up for phrase in self.phrasings.get(term, ()))
        return frozenset(looked_up.union(*(phrase.split() for phrase in phrases)))
