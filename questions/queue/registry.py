"""What may wait for an editor's decision. Each kind of thing registers the source that knows it."""

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from django.utils import timezone

from clairdroit.questions.models import Question
from clairdroit.questions.urgency import is_late


class Key(NamedTuple):
    """Names one waiting thing, in addresses and forms too (« reponse:12 »)."""

    kind: str
    number: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"

    @classmethod
    def read(cls, text: str) -> "Key":
        kind, _colon, number = text.partition(":")
        return cls(kind, number)


@dataclasses.dataclass(frozen=True)
class QueueItem:
    """As much of a thing as filters and order need; `Described` holds what a row shows."""

    key: Key
    since: datetime.datetime
    headings: frozenset[str] = frozenset()
    # When the person who asked should have an answer; None for things that nobody was promised.
    due: datetime.datetime | None = None
    # Ids of users: who proposed it, and who is in charge of it.
    author: int | None = None
    colleague: int | None = None
    # The version that waits, for kinds that have versions: the one saved last.
    revision: int | None = None

    @property
    def is_late(self) -> bool:
        return is_late(self.due, timezone.now())


@dataclasses.dataclass(frozen=True)
class Described:
    title: str
    # Where a person decides.
    url: str
    # One line under the title: why it waits, or the first words of the question.
    note: str = ""
    # More ways to look at it: (label, address).
    links: tuple[tuple[str, str], ...] = ()
    # By when the person should have an answer, in words.
    timing: str = ""
    # In whose name, when that is no account of the site.
    by: str = ""
    # Whose first words the row shows: that is a reading of it.
    question: Question | None = None
    # Whether that page understands the queue's filters, to open the next thing of the same list.
    carries_filters: bool = False


class Source(Protocol):
    """Each method takes a fixed number of queries, however much waits."""

    @property
    def kinds(self) -> Mapping[str, Any]:
        """Keys, as they stand in the address, with their names in the plural; in the order of the filter."""

    def waiting(self, user: Any) -> Iterable[QueueItem]:
        """All that this user may decide on, and nothing else."""

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        """The rows of one page; what has vanished in the meantime is left out."""


_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def sources() -> tuple[Source, ...]:
    return tuple(_sources)


def kinds() -> dict[str, Any]:
    return {key: label for source in _sources for key, label in source.kinds.items()}
