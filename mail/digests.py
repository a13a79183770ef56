"""Digests: how often somebody wants them, and the signed key in each that ends them.

Accounts are known here. What else receives digests, such as a team box, is registered by the app that knows it; the
page that the key opens stands above, where forms are.
"""

import datetime
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.core import signing
from django.utils.translation import gettext

from clairdroit.mail.enums import DigestRhythm
from clairdroit.mail.models import DigestChoice
from clairdroit.registries import Registry
from clairdroit.taxonomy import working_days

_keys = signing.Signer(salt="clairdroit.mail.digests", sep=".")


class Readers(Protocol):
    """One sort of those who receive digests."""

    # One letter, with which their keys begin.
    prefix: str

    @property
    def note(self) -> str:
        """A sentence for the page that ends them: how what waits reaches them all the same."""

    def concerns(self, reader: Any) -> bool: ...

    def key_of(self, reader: Any) -> str:
        """What the key names them by; it may hold a version, so that former keys end."""

    def find(self, key: str) -> Any:
        """None for somebody who is gone, or a key that has ended."""

    def receives(self, reader: Any) -> bool: ...

    def choose(self, reader: Any, *, wanted: bool) -> None: ...


class Accounts:
    prefix = "u"

    @property
    def note(self) -> str:
        return gettext("What waits for you stays on the first page of the administration.")

    def concerns(self, reader: Any) -> bool:
        return isinstance(reader, get_user_model())

    def key_of(self, reader: Any) -> str:
        return str(reader.pk)

    def find(self, key: str) -> Any:
        users: Any = get_user_model()
        return users._default_manager.filter(pk=key, is_active=True).first()

    def receives(self, reader: Any) -> bool:
        return rhythm_of(reader) != DigestRhythm.NEVER

    def choose(self, reader: Any, *, wanted: bool) -> None:
        rhythm = DigestRhythm.DAILY if wanted else DigestRhythm.NEVER
        DigestChoice.objects.update_or_create(user=reader, defaults={"rhythm": rhythm})


known_readers = Registry[Readers](
    [Accounts()], key=lambda readers: readers.prefix, taken="Keys that begin with {key!r} are those of {known!r}."
)


def token_of(reader: Any) -> str:
    """A key for this alone: whoever holds it says that the reader wants no more digests, or wants them again."""
    found = _readers_of(reader)
    return _keys.sign(f"{found.prefix}{found.key_of(reader)}")


def reader_of_token(token: str) -> Any:
    """None for a key that nobody made, that has ended, or whose reader is gone."""
    try:
        key = _keys.unsign(token)
    except signing.BadSignature:
        return None
    readers = known_readers.get(key[:1])
    return readers.find(key[1:]) if readers is not None else None


def note_for(reader: Any) -> str:
    return _readers_of(reader).note


def receives(reader: Any) -> bool:
    return _readers_of(reader).receives(reader)


def choose(reader: Any, *, wanted: bool) -> None:
    """The reader's own word, from the link in a digest: the signed key is the permission."""
    _readers_of(reader).choose(reader, wanted=wanted)


def unsubscribe_headers(url: str) -> dict[str, str]:
    """RFC 8058: the mail program's own button asks this address, once, with a POST."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def rhythm_of(user: Any) -> str:
    choice = DigestChoice.objects.filter(user=user).first()
    return choice.rhythm if choice else DigestRhythm.DAILY


def wants_today(user: Any, today: datetime.date) -> bool:
    """Once a week is the week's first working day."""
    match rhythm_of(user):
        case DigestRhythm.NEVER:
            return False
        case DigestRhythm.WEEKLY:
            monday = today - datetime.timedelta(days=today.weekday())
            return not any(
                working_days.is_working_day_here(monday + datetime.timedelta(days=each))
                for each in range(today.weekday())
            )
    return True


def _readers_of(reader: Any) -> Readers:
    return next(each for each in known_readers if each.concerns(reader))
