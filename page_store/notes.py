"""What is noted while a page is made: whether its view lets it be kept, and what it read."""

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.http import HttpRequest

# Lists of what comes and is over have no other end: nothing is written when a day passes.
MOST_SECONDS = 60


@dataclass
class Notes:
    """`parameters`: those of the address that the view reads; None as long as no view said that it may be kept."""

    tables: set[str] = field(default_factory=set)
    has_written: bool = False
    parameters: frozenset[str] | None = None
    seconds: int = MOST_SECONDS


# Of the page that this thread is making.
current: ContextVar[Notes | None] = ContextVar("clairdroit_page_store_notes", default=None)


def keep(request: HttpRequest, *, parameters: Collection[str] = (), seconds: int = MOST_SECONDS) -> None:
    """Called by a view whose page is the same for every visitor who brings no cookie of ours.

    `parameters` are all that the view reads of the query; an address with another one is not kept. Nothing happens
    where no store stands before Django, and for who has a cookie: the layer before Django asked for no notes then.
    """
    notes = current.get()
    if notes is not None:
        notes.parameters = frozenset(parameters)
        notes.seconds = min(notes.seconds, seconds)
