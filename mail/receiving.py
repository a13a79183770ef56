"""Where received messages are handed over. Pipe and mailbox know nobody who takes them: an app registers to.

Whoever registers stores the message before returning: afterwards the mail server deletes its own copy.
"""

import dataclasses
from collections.abc import Callable
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured


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
_receivers: list[Receiver] = []


def register_receiver(receiver: Receiver) -> None:
    """From an app's `ready`; one on each site. Raises ImproperlyConfigured for a second one."""
    if _receivers and _receivers[0] is not receiver:
        raise ImproperlyConfigured(f"Received e-mails go to one app: {_receivers[0]!r} or {receiver!r}?")
    _receivers[:] = [receiver]


def receive(source: Source) -> Received:
    """Raises NoReceiverError, and whatever the database raises where it is away: then the message is not stored."""
    if not _receivers:
        raise NoReceiverError
    return _receivers[0](source)
