"""The worker's side of the outbox: claims each due e-mail, speaks to the mail server, writes down what came of it.

A `DeliveryAttempt` is committed before the session begins. Whatever happens then leaves a trace: an answer
of the server, a broken connection, or an attempt without an end, which a crash left and which no machine
repeats, because the message may have arrived.
"""

import contextlib
import dataclasses
import datetime
import logging
import re
import smtplib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from clairdroit.encryption import UnreadableTextError
from clairdroit.mail import conf
from clairdroit.mail.addresses import note_bounce
from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.models import DeliveryAttempt, OutboxMail
from clairdroit.mail.models.outbox import CONTENTS
from clairdroit.mail.outbox import hold
from clairdroit.mail.signals import mail_tried

logger = logging.getLogger(__name__)

# Minutes to wait after each temporary failure; after the last, a person decides. About four days in all, which
# is what RFC 5321 (4.5.4.1) asks of a sender.
BACK_OFF = (1, 5, 15, 60, 240, 480, 720, 1440, 1440, 1440)
# Longer than any session: EMAIL_TIMEOUT bounds each of its dozen steps.
LEASE = datetime.timedelta(minutes=15)
# A silent server costs EMAIL_TIMEOUT each time: after so many in a row the turn is over, and the worker free.
UNREACHED_IN_A_ROW = 3
MAX_DETAIL = 500
# Whatever stands around an @, begun only where such a run begins: a server's refusal is text of any shape.
ADDRESS = re.compile(r"(?<![^\s<>()\"',;:])[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")


@dataclasses.dataclass(frozen=True)
class Result:
    outcome: DeliveryOutcome
    code: int | None = None
    detail: str = ""
    # No session came about, or the login failed: the next e-mail would fare no better.
    no_session: bool = False
    # It was this recipient that the server refused, not us, our message or its own day.
    recipient_refused: bool = False


def send_due(*, limit: int | None = None) -> Counter[DeliveryOutcome]:
    """Sends what is due, oldest first within a priority; returns how many ended in which way."""
    counts: Counter[DeliveryOutcome] = Counter()
    settle_abandoned(before=timezone.now() - LEASE)
    give_up_expired()
    unreached = 0
    for pk in OutboxMail.objects.due().values_list("pk", flat=True)[:limit]:
        attempt = claim(pk)
        if attempt is None:
            continue
        result = deliver(attempt.email)
        with _alone("The end of an attempt could not be written", attempt=attempt.pk):
            finish(attempt, result)
            counts[result.outcome] += 1
        unreached = unreached + 1 if result.no_session else 0
        if unreached == UNREACHED_IN_A_ROW:
            logger.warning("The mail server cannot be reached: the other e-mails wait for the next turn")
            break
    return counts


def claim(pk: int) -> DeliveryAttempt | None:
    """The committed right to send this e-mail, or None: it was sent, erased or taken by another worker."""
    try:
        # durable: inside a caller's transaction the claim would not be committed before the session.
        with transaction.atomic(durable=True):
            # Held first and judged afterwards: another worker may have tried it since the list was made.
            mail = OutboxMail.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if mail is None or not OutboxMail.objects.due().filter(pk=pk).exists():
                return None
            return DeliveryAttempt.objects.create(email=mail)
    except IntegrityError:
        return None


def deliver(mail: OutboxMail) -> Result:
    """One session with the mail server. Never raises: every way it can end is a Result."""
    if mail.is_unreadable:
        return Result(DeliveryOutcome.TEMPORARY, detail="It cannot be read: its key is missing.")
    try:
        message = mail.as_message()
        if not message.recipients():
            return Result(DeliveryOutcome.PERMANENT, detail="No recipient.")
        message.message()
    except UnreadableTextError:
        return Result(DeliveryOutcome.TEMPORARY, detail="A part of it cannot be read: its key is missing.")
    except ValueError as error:
        return _unwritable(error)
    try:
        connection = get_connection(conf.delivery_backend())
        # A refusal before the message was offered is never final: a wrong password or a closed port is ours to mend.
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        return Result(DeliveryOutcome.TEMPORARY, _code(error), _words(error), no_session=True)
    except Exception as error:
        # A setting of ours: smtplib writes names and passwords in ASCII; the back-end may not be installed.
        # Python's own sentence is not kept: of a password it quotes a character and its place.
        _log_unforeseen(mail, error)
        detail = "No session could begin: the settings of the mail server cannot be used."
        return Result(DeliveryOutcome.TEMPORARY, detail=detail, no_session=True)
    watch = _Watch(connection)
    try:
        connection.send_messages([message])
    except smtplib.SMTPServerDisconnected as error:
        return _broken(watch, error)
    except smtplib.SMTPException as error:
        return _refused(watch, error)
    except OSError as error:
        return _broken(watch, error)
    except Exception as error:
        return _unforeseen(watch, mail, error)
    finally:
        _close(connection)
    return Result(DeliveryOutcome.DELIVERED, 250 if watch.is_smtp else None)


def finish(attempt: DeliveryAttempt, result: Result) -> None:
    """Writes the end of the attempt and what becomes of the e-mail, and tells by `mail_tried`, in one transaction.

    Raises what a receiver of the signal raises: then nothing of the end is written.
    """
    with transaction.atomic():
        # The e-mail's row before the attempt's, as in `claim`: two workers must not wait for each other.
        hold(attempt.email_id)
        found = DeliveryAttempt.objects.select_for_update(of=("self",)).filter(pk=attempt.pk).first()
        if found is None:
            # The citizen had everything erased during the session: there is nothing left to write on.
            logger.info("An e-mail was erased during its session", extra={"outcome": result.outcome})
            return
        attempt = found
        if attempt.outcome != DeliveryOutcome.STARTED:
            # It took longer than LEASE and was given up; that it arrived after all is worth knowing.
            logger.warning("Late end of an attempt", extra={"attempt": attempt.pk, "outcome": result.outcome})
            if result.outcome != DeliveryOutcome.DELIVERED:
                return
        attempt.outcome, attempt.finished_at = result.outcome, timezone.now()
        attempt.smtp_code, attempt.detail = result.code, without_addresses(result.detail)
        attempt.save(update_fields=["outcome", "finished_at", "smtp_code", "detail"])
        mail = attempt.email
        tries = mail.tries + 1
        values: dict[str, object] = {"tries": tries, "changed_at": timezone.now()}
        outcome = result.outcome
        if outcome == DeliveryOutcome.DELIVERED:
            values["status"] = MailStatus.SENT
        elif outcome == DeliveryOutcome.TEMPORARY and tries <= len(BACK_OFF):
            values["not_before"] = timezone.now() + datetime.timedelta(minutes=BACK_OFF[tries - 1])
        else:
            values["status"] = MailStatus.FAILED
            outcome = DeliveryOutcome.PERMANENT if outcome == DeliveryOutcome.TEMPORARY else outcome
        if "status" in values and not mail.is_shown:
            # Sent or given up, it has no reader left: a link to set a password must not lie in a table for months.
            values |= _emptied(mail)
        OutboxMail.objects.filter(pk=mail.pk).update(**values)
        mail_tried.send(OutboxMail, mail=mail, outcome=outcome)
        if result.recipient_refused and len(mail.to) == 1:
            note_bounce(address=mail.to[0], hard=True, detail=f"{result.code} {result.detail}")


@contextlib.contextmanager
def _alone(failure: str, **about: int) -> Iterator[None]:
    """A receiver that fails for one e-mail must not keep the others from leaving.

    An attempt that could not be ended stays without an end, is never repeated, and is tried to be ended again after
    LEASE.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        # The database is away or full, and so it is for all of them.
        raise
    except Exception:
        logger.exception(failure, extra=about)


def give_up_expired() -> int:
    """What nobody has any use for any more is not sent, and shown as such."""
    expired = list(OutboxMail.objects.expired().values_list("pk", flat=True))
    for pk in expired:
        with _alone("An e-mail past its time could not be given up", mail=pk):
            _give_up(pk)
    return len(expired)


def _give_up(pk: int) -> None:
    with transaction.atomic():
        mail = hold(pk)
        # As in `claim`: judged again, now that nobody else has it.
        if mail is None or not OutboxMail.objects.expired().filter(pk=pk).exists():
            return
        values: dict[str, object] = {"status": MailStatus.FAILED, "changed_at": timezone.now()}
        OutboxMail.objects.filter(pk=pk).update(**values | ({} if mail.is_shown else _emptied(mail)))
        mail_tried.send(OutboxMail, mail=mail, outcome=DeliveryOutcome.PERMANENT)


def _emptied(mail: OutboxMail) -> dict[str, object]:
    """What is left to write on the row; its parts go at once."""
    mail.parts.all().delete()
    return CONTENTS


def settle_abandoned(*, before: datetime.datetime) -> int:
    """Attempts that a crash left open become "uncertain": shown to the editors, never repeated by the machine."""
    abandoned = list(DeliveryAttempt.objects.abandoned(before=before).select_related("email"))
    for attempt in abandoned:
        with _alone("The end of an attempt could not be written", attempt=attempt.pk):
            finish(attempt, Result(DeliveryOutcome.UNCERTAIN, detail="The worker stopped during the session."))
    return len(abandoned)


class _Watch:
    """Knows whether the message itself was on its way when a connection broke.

    smtplib sends its commands as text and the message, after the server's 354, as bytes; until then nothing
    can have been accepted.
    """

    def __init__(self, connection: object) -> None:
        self.is_smtp = isinstance(connection, EmailBackend)
        self.content_begun = False
        if isinstance(connection, EmailBackend) and connection.connection is not None:
            self._send = connection.connection.send
            session: Any = connection.connection
            session.send = self._watched

    def _watched(self, s: Any) -> None:
        if isinstance(s, bytes):
            self.content_begun = True
        self._send(s)


def _broken(watch: _Watch, error: OSError) -> Result:
    outcome = DeliveryOutcome.UNCERTAIN if watch.content_begun else DeliveryOutcome.TEMPORARY
    return Result(outcome, _code(error), _words(error))


def _refused(watch: _Watch, error: smtplib.SMTPException) -> Result:
    code = _code(error)
    understood = code is not None and 400 <= code < 600
    if watch.content_begun and not (understood and isinstance(error, smtplib.SMTPDataError)):
        # Gibberish after the final dot is no refusal: the message may have been taken.
        return Result(DeliveryOutcome.UNCERTAIN, code, _words(error))
    final = code is not None and 500 <= code < 600
    words = _words(error)
    # The enhanced code, where there is one, stands first in the text (RFC 2034, 4).
    # 5.7 is a policy against the sender (RFC 3463, 3.8), 5.5 and 5.6 our own mistake: the mailbox may well exist.
    ours = words.startswith(("5.7.", "5.5.", "5.6."))
    refused = final and not ours and isinstance(error, smtplib.SMTPRecipientsRefused)
    outcome = DeliveryOutcome.PERMANENT if final else DeliveryOutcome.TEMPORARY
    return Result(outcome, code, words, recipient_refused=refused)


def _unforeseen(watch: _Watch, mail: OutboxMail, error: Exception) -> Result:
    """What no mail server has caused. A recipient whom smtplib cannot name (a blind copy stands in no header, and is
    read here first) will not be named tomorrow; what another back-end did before it failed is not known."""
    _log_unforeseen(mail, error)
    has_not_left = watch.is_smtp and not watch.content_begun
    if has_not_left and isinstance(error, ValueError):
        return _unwritable(error)
    outcome = DeliveryOutcome.TEMPORARY if has_not_left else DeliveryOutcome.UNCERTAIN
    return Result(outcome, detail=type(error).__name__)


def _unwritable(error: ValueError) -> Result:
    return Result(DeliveryOutcome.PERMANENT, detail=f"The message cannot be written: {error}"[:MAX_DETAIL])


def _log_unforeseen(mail: OutboxMail, error: Exception) -> None:
    """Without its words, which may quote an address or a part of a password."""
    logger.error("An e-mail could not be sent", extra={"mail": mail.pk, "error": type(error).__name__})


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _text in error.recipients.values()), None)
    code = getattr(error, "smtp_code", None)
    return code if isinstance(code, int) and 0 < code < 1000 else None


def _words(error: Exception) -> str:
    text: object = error
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        text = next((text for _code, text in error.recipients.values()), "")
    elif isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
    words = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return (words or type(error).__name__)[:MAX_DETAIL]


def without_addresses(words: str) -> str:
    """A server's refusal often quotes whom it refused: the row stays longer than the e-mail, the address must not."""
    return ADDRESS.sub("…", words)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        # What became of the message is known already: the answer to QUIT changes nothing.
        logger.debug("The mail server did not end the session properly")
