"""How long mails are kept once they have ended: ours, and those of others, which are empty by then."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from clairdroit.mail import outbox
from clairdroit.mail.addresses import renew_address_keys
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.registries import Registry
from clairdroit.retention import Run, Sweep, chores, sweeps

# Which mails another app still needs, however old they are.
still_needed = Registry[Callable[[], Q]]()


def _ended(name: str, status: MailStatus) -> Sweep:
    def rows(before: datetime.datetime) -> Iterator[QuerySet[Any]]:
        mails = OutboxMail.objects.filter(status=status, changed_at__lt=before)
        for needed in still_needed:
            mails = mails.exclude(needed())
        yield mails

    return Sweep(name, rows, remove=_remove)


def _remove(mails: QuerySet[OutboxMail], run: Run) -> int:
    return outbox.remove(mails)


def register() -> None:
    for name, status in (("mails", MailStatus.SENT), ("failed_mails", MailStatus.FAILED)):
        sweeps.register(_ended(name, status))
    chores.register(renew_address_keys)
