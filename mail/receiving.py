"""Where received messages are handed over. Pipe and mailbox know nobody who takes them: an app registers to.

Whoever registers stores the message before returning: afterwards the mail server deletes its own copy.
"""

import dataclasses
from collections.abc import Callable
from typing import Any, Protocol

from clairdroit.registries import Slot


class Source(Protocol):
    """A pipe, a file, or a message on another machine."""

    def read(self, size: int, /) -> bytes:
        """Exactly so many bytes, less at the end and none after it."""


@dataclasses.dataclass(frozen=True)
class Received:
    """A message that is stored, and safe whatever follows."""

    number: int
    # False for a copy of one that was here already.
    is_new: bool
    # What became of it, as `receive_mail --json` prints it.
    record: dict[str, Any]


class NoReceiverError(Exception):
    """No installed app takes received e-mails."""

    def __str__(self) -> str:
        return "No installed app takes received e-mails: add one that does to INSTALLED_APPS. See docs/installing.md."


Receiver = Callable[[Source], Received]
receiver = Slot[Receiver](taken="Received e-mails go to one app: {known!r} or {thing!r}?")


def receive(source: Source) -> Received:
    """Raises NoReceiverError, and whatever the database raises where it is away: then the message is not stored."""
    if receiver.filled is None:
        raise NoReceiverError
    return receiver.filled(source)
