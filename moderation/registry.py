"""What may wait for an editor's decision. Each app registers the source that knows its things."""

import dataclasses
import datetime
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from clairdroit.moderation.urgency import is_late
from clairdroit.registries import Registry


class Key(NamedTuple):
    """Names one waiting thing, in addresses and forms too (« page:12 »)."""

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
    # When a person who waits should have it; None for things that nobody was promised.
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
    # One line under the title: why it waits, or its first words.
    note: str = ""
    # More ways to look at it: (label, address).
    links: tuple[tuple[str, str], ...] = ()
    # By when a person should have it, in words.
    timing: str = ""
    # The title says who proposed it.
    names_author: bool = False
    # The record whose first words the row shows, for whoever writes readings down (`on_listing`).
    shows: Any = None
    # Whether that page understands the queue's filters, to open the next thing of the same list.
    carries_filters: bool = False


@dataclasses.dataclass(frozen=True)
class Kind:
    # As it stands in the address.
    key: str
    # In the plural.
    label: Any
    # Its place in the filter: smaller comes first.
    order: int = 100


class Source:
    """One kind of things, or several. Each method takes a fixed number of queries, however much waits."""

    # Whoever has this right ("app.action_model") decides on these things; "" where a workflow's task says who does.
    permission: str = ""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        raise NotImplementedError

    def waiting(self, user: Any) -> Iterable[QueueItem]:
        """All that this user may decide on, and nothing else."""
        raise NotImplementedError

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        """The rows of one page; what has vanished in the meantime is left out."""
        raise NotImplementedError


# The page of the list, before it is sent, with what its rows show.
Listed = Callable[[HttpRequest, Any, list[Described]], Any]

sources = Registry[Source]()
# Each returns the page as it is to be sent: whoever shows a person's words may note that they were read.
on_listing = Registry[Listed]()


def listed(request: HttpRequest, response: Any, shown: list[Described]) -> Any:
    for answer in on_listing:
        response = answer(request, response, shown)
    return response


def kinds() -> dict[str, Any]:
    """The names of all kinds by their keys, in the order of the filter."""
    found = sorted((kind for source in sources for kind in source.kinds), key=lambda kind: kind.order)
    return {kind.key: kind.label for kind in found}


def permissions() -> frozenset[str]:
    """Whoever has one of them has a part in the queue."""
    return frozenset(source.permission for source in sources if source.permission)
