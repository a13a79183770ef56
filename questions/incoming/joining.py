"""A received mail becomes part of a question's file, by itself or because a person says so; or is set aside."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import emails
from clairdroit.questions.actions.answers import save_draft
from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus, Kept, MailKind
from clairdroit.questions.errors import NotHeldError, NothingToJoinError, NotWaitingError
from clairdroit.questions.incoming.decision import MAX_REPLY
from clairdroit.questions.incoming.details_by_mail import take_in
from clairdroit.questions.models import Assignment, IncomingMail, ProposedAnswer, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import User

LONGEST_NAME = 60
WORD_EVERY = datetime.timedelta(hours=1)


def join(mail: IncomingMail, *, user: User | None = None) -> None:
    """The reply becomes part of its file: a partner's draft, or a detail of the citizen's. `user` decided so."""
    question, assignment = mail.question, mail.assignment
    assert question is not None
    if assignment is None:
        log(question, EventKind.REPLY_BY_MAIL, user=user)
        joined = take_in(question=question, mail=mail)
        if joined != question:
            mail.question = joined
            mail.save(update_fields=["question"])
        return
    log(question, EventKind.REPLY_BY_MAIL, user=user, assignment=assignment, detail=assignment.partner.name)
    kept = _add_to_draft(mail, assignment)
    told = assignment.mails.filter(kind=MailKind.DRAFT_KEPT, email__created_at__gte=timezone.now() - WORD_EVERY)
    if not told.exists():
        # Once in a while is enough, and a machine at the other end is not answered each time.
        emails.draft_kept(assignment, kept, by=_shown_name(mail))


def _shown_name(mail: IncomingMail) -> str:
    """Of whoever wrote in the partner's name; empty where the program gave an address for it, or an essay."""
    name = "" if isinstance(mail.sender_name, Unreadable) else " ".join(mail.sender_name.split())
    return name if "@" not in name and len(name) <= LONGEST_NAME else ""


def _add_to_draft(mail: IncomingMail, assignment: Assignment) -> Kept:
    """Below what stands in the draft, never instead of it: both may be the partner's latest word."""
    answer = ProposedAnswer.objects.filter(assignment=assignment).first()
    current = latest(answer) if answer else None
    written, note = (current.text, current.note) if current else ("", "")
    if mail.reply in written:
        return Kept.REPEATED
    text = f"{written.rstrip()}\n\n{mail.reply}" if written.strip() else mail.reply
    if len(text) > MAX_REPLY:
        mail.reason = f"{mail.reason} {_('The partner’s draft is full: this reply stands beside it.')}".strip()
        mail.save(update_fields=["reason"])
        return Kept.FULL
    save_draft(assignment=assignment, user=team_user(assignment.partner), text=text, note=note)
    return Kept.BELOW if written.strip() else Kept.ALONE


@transaction.atomic
def accept_incoming(
    *, mail: IncomingMail, user: User, question: Question, assignment: Assignment | None
) -> IncomingMail:
    """A person decides that a held message belongs to this file: to a partner's draft, or to the citizen's question; or
    that one noted as thanks says more."""
    require(user_can_handle_questions(user))
    lock_question(question)
    mail = _lock_held(mail, or_noted=True)
    if assignment is not None and assignment.question_id != question.pk:
        raise NotWaitingError
    if isinstance(mail.reply, Unreadable):
        raise UnreadableTextError
    if not mail.reply.strip():
        raise NothingToJoinError
    mail.question, mail.assignment = question, assignment
    mail.kind = IncomingKind.REPLY if mail.is_noted else mail.kind
    mail.status, mail.handled_at, mail.handled_by = IncomingStatus.ACCEPTED, timezone.now(), user
    # The reason stays: whoever reads the file later sees why a machine would not join it.
    mail.save(update_fields=["question", "assignment", "kind", "status", "handled_at", "handled_by"])
    join(mail, user=user)
    return mail


@transaction.atomic
def set_incoming_aside(*, mail: IncomingMail, user: User, reason: str) -> IncomingMail:
    """A person decides that nothing more is to be done with it. The message stays, with the reason."""
    require(user_can_handle_questions(user))
    if mail.question is not None:
        lock_question(mail.question)
    mail = _lock_held(mail)
    mail.status, mail.handled_at, mail.handled_by = IncomingStatus.HANDLED, timezone.now(), user
    if reason.strip():
        mail.reason = f"{mail.reason} {reason.strip()}".strip()
    mail.save(update_fields=["status", "handled_at", "handled_by", "reason"])
    if mail.question is not None:
        # One without a file says on its own page who set it aside, and when.
        log(mail.question, EventKind.MAIL_SET_ASIDE, user=user, assignment=mail.assignment, detail=reason.strip())
    return mail


def _lock_held(mail: IncomingMail, *, or_noted: bool = False) -> IncomingMail:
    # Two colleagues may have it open: the second finds it handled.
    mail = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if not (mail.is_held or (or_noted and mail.is_noted)):
        raise NotHeldError
    return mail
