"""E-mails that arrive: stored whole first, then looked at; what is not a plain reply of the right person is held."""

import dataclasses
import datetime
import hashlib
import json
import logging
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import IntegrityError, reset_queries, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clairdroit.encryption import UnreadableTextError
from clairdroit.mail.addresses import clear_bounce, note_bounce
from clairdroit.mail.models.pieces import PIECE_BYTES
from clairdroit.mail.reading import message
from clairdroit.mail.reading.quoted_text import Separated
from clairdroit.mail.receiving import Received, Source
from clairdroit.mail.shown_keys import without_keys
from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus
from clairdroit.questions.incoming.decision import Decision, decide, not_waiting
from clairdroit.questions.incoming.joining import join
from clairdroit.questions.models import Assignment, IncomingMail, IncomingPiece

logger = logging.getLogger(__name__)

# A larger message is kept, but a machine does not read it: its parts would not fit in the memory that we promise.
MAX_READ = 16 * PIECE_BYTES
# So many equal texts from one file within an hour are two machines that answer each other.
MAX_ALIKE = 50


def receive(*, source: Source) -> tuple[IncomingMail, bool]:
    """The stored message and whether it is new. Committed before anything looks at it: whatever follows, it is kept."""
    raw = source.read(MAX_READ)
    beyond = iter(lambda: source.read(PIECE_BYTES), b"") if len(raw) == MAX_READ else iter(())
    mail, created, is_whole = _store(raw, beyond)
    if created:
        _look_at(mail, raw if is_whole else None)
        mail.refresh_from_db()
    return mail, created


def hand_on(source: Source) -> Received:
    """As pipe and mailbox want to know it (`mail.receiving`)."""
    mail, created = receive(source=source)
    return Received(number=mail.pk, is_new=created, record=mail.as_json())


def file_unread(*, older_than: datetime.timedelta = datetime.timedelta(minutes=5)) -> int:
    """Messages whose process died between storing and looking; how many were looked at now."""
    waiting = IncomingMail.objects.unread().filter(received_at__lt=timezone.now() - older_than)
    mails = list(waiting.order_by("pk")[:50])
    looked_at = 0
    for mail in mails:
        try:
            raw = mail.raw() if mail.size <= MAX_READ else None
        except UnreadableTextError:
            # It is looked at once its key is back.
            continue
        _look_at(mail, raw)
        looked_at += 1
    return looked_at


def _store(raw: bytes, beyond: Iterable[bytes]) -> tuple[IncomingMail, bool, bool]:
    """In pieces: what lies beyond MAX_READ is never in memory as a whole."""
    whole, size, is_whole = hashlib.sha256(raw), len(raw), True
    pieces = (raw[at : at + PIECE_BYTES] for at in range(0, len(raw), PIECE_BYTES))
    fingerprint = ""
    try:
        with transaction.atomic():
            mail = IncomingMail.objects.create(fingerprint=uuid.uuid4().hex)
            for number, piece in enumerate(pieces):
                _store_piece(mail, number, piece)
            for number, piece in enumerate(beyond, start=-(-len(raw) // PIECE_BYTES)):
                _store_piece(mail, number, piece)
                whole.update(piece)
                size, is_whole = size + len(piece), False
            fingerprint = _fingerprint(raw, whole.hexdigest()) if is_whole else whole.hexdigest()
            mail.size, mail.fingerprint = size, fingerprint
            mail.save(update_fields=["size", "fingerprint"])
    except IntegrityError:
        # The same message is here already: the unique column says so, whoever was first.
        return IncomingMail.objects.get(fingerprint=fingerprint), False, is_whole
    return mail, True, is_whole


def _store_piece(mail: IncomingMail, number: int, piece: bytes) -> None:
    IncomingPiece.objects.create(mail=mail, number=number, data=piece.decode("latin-1"))
    # With DEBUG on, Django keeps each statement with its values.
    reset_queries()


def _fingerprint(raw: bytes, whole: str) -> str:
    """Two copies of one message differ in the servers they passed: its own id, sender and text are what counts."""
    head = message.read_headers(raw)
    own_id = b" ".join(head.headers.raw("message-id"))
    if not own_id:
        return whole
    digest = hashlib.sha256()
    for each in (own_id, *head.headers.raw("from")):
        digest.update(each)
    # Not a copy: the message may be large.
    digest.update(memoryview(raw)[head.body :])
    return digest.hexdigest()


def _look_at(mail: IncomingMail, raw: bytes | None) -> None:
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            if raw is None:
                _write(mail, Decision(kind=IncomingKind.LARGE, reason=_("It is too large to be read by itself.")))
                return
            _settle(mail, _without_keys(decide(raw)))
    except Exception:  # the message is safe: whatever it did to us, a person decides
        logger.exception("A received e-mail could not be looked at", extra={"incoming": mail.pk})
        with translation.override(settings.LANGUAGE_CODE):
            reason = _("It could not be looked at: it may be broken. Read it in its raw form.")
        IncomingMail.objects.filter(pk=mail.pk).update(
            status=IncomingStatus.HELD, kind=IncomingKind.BROKEN, reason=reason
        )


def _without_keys(decision: Decision) -> Decision:
    """What it quotes of our mail has led to the file by now. Whoever reads it there must not be able to act as the one
    who was written to, nor must a partner who is sent the citizen's reply."""
    decision.words = Separated(*map(without_keys, dataclasses.astuple(decision.words)))
    decision.text = without_keys(decision.text)
    decision.subject, decision.reason = without_keys(decision.subject), without_keys(decision.reason)
    decision.sender, decision.sender_name = without_keys(decision.sender), without_keys(decision.sender_name)
    if decision.automatic is not None:
        detail, recipient = without_keys(decision.automatic.detail), without_keys(decision.automatic.recipient)
        decision.automatic = dataclasses.replace(decision.automatic, detail=detail, recipient=recipient)
    return decision


def _settle(mail: IncomingMail, decision: Decision) -> None:
    who = decision.correspondent
    if who is not None:
        # Before the address that a bounce is noted for: an erasure holds them in this order. Between reading and this
        # lock, somebody may have closed, answered or erased the question.
        question = lock_question(who.question)
        assignment = Assignment.objects.get(pk=who.assignment.pk) if who.assignment else None
        decision.correspondent = who = dataclasses.replace(who, question=question, assignment=assignment)
    if decision.status != IncomingStatus.HELD and who is not None:
        question, assignment = who.question, who.assignment
        # Thanks wait for nothing, but for the question's data.
        is_concerned = decision.status == IncomingStatus.ACCEPTED or bool(question.erased_at)
        if is_concerned and (reason := not_waiting(question, assignment)):
            decision.status, decision.kind, decision.reason = IncomingStatus.HELD, IncomingKind.EXPIRED, reason
        elif _is_repeated(decision):
            decision.status, decision.kind = IncomingStatus.HELD, IncomingKind.LOOP
            decision.reason = _("The same text came very often: two machines may be answering each other (loop).")
    _write(mail, decision)
    if decision.status != IncomingStatus.HELD and who is not None:
        if decision.status == IncomingStatus.ACCEPTED:
            join(mail)
        else:
            log(who.question, EventKind.MAIL_NOTED, assignment=who.assignment, detail=str(decision.kind.label))
        clear_bounce(address=decision.sender)
        return
    finding = decision.automatic
    if finding is not None and decision.bounce_is_ours:
        note_bounce(address=finding.recipient, hard=finding.hard, detail=finding.detail)
    if who is not None:
        kind = EventKind.MAIL_CAME_BACK if decision.kind == IncomingKind.BOUNCE else EventKind.MAIL_HELD
        log(who.question, kind, assignment=who.assignment, detail=decision.reason)


def _write(mail: IncomingMail, decision: Decision) -> None:
    who, finding = decision.correspondent, decision.automatic
    is_bounce = finding is not None and decision.kind == IncomingKind.BOUNCE
    mail.status, mail.kind, mail.reason = decision.status, decision.kind, decision.reason
    mail.sender, mail.sender_name = decision.sender, decision.sender_name
    mail.subject, mail.message_id = decision.subject, decision.message_id
    mail.reply, mail.quoted, mail.signature = decision.words.reply, decision.words.quoted, decision.words.signature
    mail.received_text = decision.text
    mail.attachment_list = json.dumps(decision.attachments) if decision.attachments else ""
    mail.bounced_address = finding.recipient if finding is not None and is_bounce else ""
    mail.hard_bounce = finding.hard if finding is not None and is_bounce else None
    mail.question = who.question if who is not None and not who.question.erased_at else None
    mail.assignment = who.assignment if who is not None and mail.question is not None else None
    mail.save()


def _is_repeated(decision: Decision) -> bool:
    who = decision.correspondent
    assert who is not None
    recent = IncomingMail.objects.filter(
        question=who.question,
        assignment=who.assignment,
        status=IncomingStatus.ACCEPTED,
        received_at__gte=timezone.now() - datetime.timedelta(hours=1),
    ).order_by("-pk")[: 4 * MAX_ALIKE]
    return sum(mail.reply == decision.words.reply for mail in recent.only("reply")) >= MAX_ALIKE
