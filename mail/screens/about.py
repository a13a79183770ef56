"""What other apps say on the screens of mails. These know what was sent and where to, and not why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import HttpRequest

from clairdroit.mail.models import OutboxMail
from clairdroit.registries import Registry
from clairdroit.roles.users import AnyUser


@dataclass(frozen=True)
class Subject:
    """What a mail is about, on its page."""

    # What sort of thing it is: "Question".
    label: Any
    title: str
    # Empty for somebody who may not open it.
    url: str
    # What sort of mail it is, in words.
    kind: Any
    # Where the address that it went to is corrected; empty where no screen does, or not for this person.
    correct_url: str = ""


class Subjects(Protocol):
    """Of one app, whichever mails are its own."""

    def of(self, mail: OutboxMail, user: AnyUser) -> Subject | None: ...

    def note_reading(self, request: HttpRequest, response: Any, mail: OutboxMail) -> Any:
        """The page of a mail, with whatever the app adds to it so that it learns who has read it; or as it came."""


subjects = Registry[Subjects]()


def subject_of(mail: OutboxMail, user: AnyUser) -> Subject | None:
    return next((found for each in subjects if (found := each.of(mail, user)) is not None), None)


@dataclass(frozen=True)
class Line:
    title: str
    url: str = ""
    # Where the address is corrected.
    correct_url: str = ""


@dataclass(frozen=True)
class Use:
    """What an app writes to an address for, on the page of one that does not work."""

    label: Any
    # None of them: the app knows nothing of this address.
    lines: list[Line] = field(default_factory=list)
    # What to do first, ending with what the button is for; also told of an address that no app knows.
    advice: Any = ""


# Each is asked with an address, and for whom: somebody may be told of a thing without being led to it.
uses = Registry[Callable[[str, AnyUser], Use]]()


def uses_of(address: str, user: AnyUser) -> tuple[list[Use], Any]:
    """Those that know it, and the advice of one of them."""
    told = [use(address, user) for use in uses]
    known = [use for use in told if use.lines]
    return known, next((use.advice for use in known or told if use.advice), "")
