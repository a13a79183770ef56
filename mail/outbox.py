"""A mail is a row, in the transaction of whoever calls: it leaves when, and only if, that commits."""

import datetime
from collections.abc import Sequence
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clairdroit.mail.enums import MailPriority, MailStatus
from clairdroit.mail.errors import NotFailedError
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.rendering import Words
from clairdroit.mail.signals import about_to_hold

# RFC 3834: no out-of-office reply to a machine; the second header is what Exchange understands.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def queue(
    words: Words,
    *,
    to: Sequence[str],
    kind: str = "",
    headers: dict[str, str] | None = None,
    not_before: datetime.datetime | None = None,
    expires_at: datetime.datetime | None = None,
    priority: MailPriority = MailPriority.MEDIUM,
) -> OutboxMail:
    """For our own mails, which the register shows. What makes it part of a thread (In-Reply-To, References, Reply-To)
    stands in `headers`, and is known to whoever calls.
    """
    return OutboxMail.objects.create(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=list(to),
        kind=kind,
        subject=words.subject,
        message=words.text,
        html_message=words.html,
        headers={**AUTOMATIC, **(headers or {})},
        message_id=new_message_id(),
        not_before=not_before,
        expires_at=expires_at,
        priority=priority,
        is_shown=True,
    )


def hold(pk: int) -> OutboxMail | None:
    """The row until the caller's transaction ends, after the rows of other apps that stand before it; None: erased."""
    about_to_hold.send(OutboxMail, mail_id=pk)
    return OutboxMail.objects.select_for_update(of=("self",)).filter(pk=pk).first()


@transaction.atomic
def remove(mails: QuerySet[OutboxMail]) -> int:
    """With attempts, parts and what binds them to others; how many mails.

    Their rows are held before the attempts', which are deleted first: the worker may be writing the end of one.
    """
    chosen = list(mails.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    OutboxMail.objects.filter(pk__in=chosen).delete()
    return len(chosen)


@transaction.atomic
def requeue(mail: OutboxMail) -> OutboxMail:
    """A failed or interrupted mail waits again, as often as a new one. After an interruption it may arrive twice: only
    a person decides that, and whoever calls has asked whether this person may."""
    found = hold(mail.pk)
    if found is None or not found.is_failed:
        raise NotFailedError
    mail = found
    # Its time may be over: that it is wanted after all is what the person says.
    OutboxMail.objects.filter(pk=mail.pk).update(
        status=MailStatus.WAITING, not_before=None, expires_at=None, tries=0, changed_at=timezone.now()
    )
    mail.refresh_from_db()
    return mail


def new_message_id() -> str:
    """Made with the row, so that every try of it carries the same."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return make_msgid(domain=domain or "localhost")
