"""Tells the editors when the mailbox cannot be read: replies wait there meanwhile, and nobody else would notice."""

import dataclasses
import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from clairdroit.questions.mailbox.errors import MailboxError

# In the cache, which all processes share and which may be emptied: the next failure writes it anew.
KEY = "clairdroit.questions.mailbox"


@dataclasses.dataclass(frozen=True)
class Failure:
    since: datetime.datetime
    error: MailboxError


def note_failure(error: MailboxError) -> None:
    known = failure()
    cache.set(KEY, Failure(known.since if known else timezone.now(), error), timeout=None)


def note_success() -> None:
    cache.delete(KEY)


def failure() -> Failure | None:
    if not getattr(settings, "CLAIRDROIT_IMAP_URL", ""):
        return None
    found = cache.get(KEY)
    return found if isinstance(found, Failure) else None
