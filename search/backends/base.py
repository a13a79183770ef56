from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from clairdroit.search.managers import SearchDocumentQuerySet
from clairdroit.search.models import SearchDocument


class BackendError(Exception):
    """A backend asked for by name did not answer; the message is a sentence that says why."""


class Candidate(NamedTuple):
    """A document that matches, and how well: comparable within one answer, not between backends."""

    document_id: int
    score: float


@dataclass(frozen=True)
class Lookup:
    """One question to a backend.

    `terms` come from `analysis` and hold letters and digits only: nothing that a query language could take for an
    operator. `phrasings` gives what means the same as a term: terms separated by spaces, to be found side by side.
    `prefixes` are beginnings of terms. `importance` weighs the terms where the database does not know how rare they
    are. `match_all`: every term, or a phrasing of it, somewhere in the document; otherwise any of them.
    """

    terms: Sequence[str]
    shelf: str
    language: str
    phrasings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    prefixes: Sequence[str] = ()
    kinds: Sequence[str] = ()
    heading: str = ""
    is_local: bool = False
    match_all: bool = False
    limit: int = 100
    importance: Mapping[str, float] = field(default_factory=dict)
    # South, north, west, east: only what lies inside.
    box: tuple[float, float, float, float] | None = None


class SearchBackend(ABC):
    """Finds candidates in a full-text index of the documents that the database `using` holds."""

    def __init__(self, using: str = "default") -> None:
        self.using = using

    @abstractmethod
    def candidates(self, lookups: Sequence[Lookup]) -> list[list[Candidate]]:
        """For each lookup, the best `limit` live documents, best first; ties in the order they were indexed."""

    def documents(self, lookups: Sequence[Lookup]) -> SearchDocumentQuerySet:
        """The live documents that are among the candidates of any lookup; where a database finds them, in its one
        query."""
        ids = {candidate.document_id for pool in self.candidates(lookups) for candidate in pool}
        return SearchDocument.objects.using(self.using).live().filter(pk__in=ids)

    def mend(self) -> None:  # noqa: B027
        """Fills the index anew if it does not hold what the rows hold. Before a rebuild, which moves rows."""

    def after_rebuild(self) -> None:  # noqa: B027
        """Tidies the index after many changes; never needed for right answers."""
