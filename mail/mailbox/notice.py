"""Tells editors and operators when the mailbox cannot be read: replies wait there, and nobody else would notice."""

import dataclasses
import datetime
import logging

from django.core.cache import cache
from django.utils import timezone, translation

from clairdroit.mail import conf
from clairdroit.mail.mailbox.errors import MailboxError

logger = logging.getLogger(__name__)

# In the cache, which all processes share and which may be emptied: the next failure writes it anew.
KEY = "clairdroit.mail.mailbox"


@dataclasses.dataclass(frozen=True)
class Failure:
    since: datetime.datetime
    error: MailboxError

    @property
    def sentence(self) -> str:
        """As logs, commands and `/readyz` say it, whatever the language of whoever is served."""
        with translation.override("en"):
            return str(self.error)


def note_failure(error: MailboxError) -> Failure:
    """Said once in the log, when it begins: a server that is away for a night would bury all else there."""
    known = failure()
    noted = Failure(known.since if known else timezone.now(), error)
    cache.set(KEY, noted, timeout=None)
    if known is None:
        logger.warning("The mailbox cannot be read", extra={"said": noted.sentence})
    return noted


def note_success() -> None:
    known = failure()
    cache.delete(KEY)
    if known is not None:
        logger.warning("The mailbox can be read again", extra={"failing_since": known.since.isoformat()})


def failure() -> Failure | None:
    if not conf.imap_url():
        return None
    found = cache.get(KEY)
    return found if isinstance(found, Failure) else None
