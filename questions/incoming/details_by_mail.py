"""What a person writes by e-mail once their question has ended: nothing of it waits for want of an open question."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.public_forms.fields import AddressField
from clairdroit.questions.actions.citizen import add_detail
from clairdroit.questions.actions.closing import close
from clairdroit.questions.actions.detail_mails import tell_anew
from clairdroit.questions.actions.history import lock_question, log, move_question
from clairdroit.questions.actions.submitting import submit_question
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus, QuestionOrigin, QuestionStatus
from clairdroit.questions.errors import NotADetailError, NotWaitingError
from clairdroit.questions.models import Event, IncomingMail, Question, QuestionDetail
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import User

ENDS = {
    EventKind.ANSWERED: QuestionStatus.ANSWERED,
    EventKind.CLOSED: QuestionStatus.CLOSED,
    EventKind.OUT_OF_SCOPE: QuestionStatus.OUT_OF_SCOPE,
}


@transaction.atomic
def take_in(*, question: Question, mail: IncomingMail) -> Question:
    """The question that the person's words have joined: theirs, taken up again where it had ended; after that once, the
    one that followed from it, or a new one that does."""
    question = lock_question(question)
    if question.erased_at or question.status == QuestionStatus.SPAM:
        raise NotWaitingError
    if question.takes_details_by_mail:
        return add_detail(question=question, text=mail.reply, mail=mail)
    latest = question.follow_ups.filter(erased_at__isnull=True).exclude(status=QuestionStatus.SPAM).last()
    if latest is not None:
        # The follow-up may have ended in its turn.
        return take_in(question=latest, mail=mail)
    # Of somebody who came or telephoned, and wrote when it was over, the address is known by now.
    email = question.email or sender_address(mail)
    submission = submit_question(
        heading=question.heading,
        text=mail.reply,
        commune=question.commune,
        email=email,
        language=question.language,
        origin=QuestionOrigin.MAIL if email else QuestionOrigin(question.origin),
        submission_key=mail.question_key,
        follows=question,
    )
    log(question, EventKind.FOLLOWED_UP, detail=submission.question.reference)
    return submission.question


@transaction.atomic
def note_as_thanks(*, mail: IncomingMail, user: User) -> IncomingMail:
    """A person sees that a detail was thanks alone: it leaves the question's text, and a question that it had taken up
    again has ended as before, with its one time still to come."""
    require(user_can_handle_questions(user))
    if mail.question is None:
        raise NotADetailError
    question = lock_question(mail.question)
    mail = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if not mail.is_detail or question.erased_at:
        raise NotADetailError
    if isinstance(mail.reply, Unreadable):
        raise UnreadableTextError
    # The e-mail had become a question of its own: then it is that question which ends.
    if question.submission_key == mail.question_key:
        if question.is_open:
            close(question=question, user=user)
        log(question, EventKind.MAIL_NOTED, user=user)
    else:
        take_out(question, mail, event=log(question, EventKind.MAIL_NOTED, user=user))
    mail.status, mail.kind, mail.reason = IncomingStatus.NOTED, IncomingKind.THANKS, ""
    mail.handled_at, mail.handled_by = timezone.now(), user
    mail.save(update_fields=["status", "kind", "reason", "handled_at", "handled_by"])
    return mail


def take_out(question: Question, mail: IncomingMail, *, event: Event) -> None:
    """The words of an e-mail that had joined it leave its text, for the reason that `event` tells; what they had taken
    up again has ended as before. The caller holds the question's row."""
    if (detail := _detail_of(question, mail)) is not None:
        place = 1 + question.details.filter(pk__lt=detail.pk).count()
        detail.delete()
        # Whose part had ended when it was there reads what is left of its parts, and none that comes later.
        question.assignments.filter(left_parts__gt=place).update(left_parts=F("left_parts") - 1)
    tell_anew(question)
    if (end := _end_before(question, mail)) is not None:
        status = ENDS[EventKind(end.kind)]
        move_question(question, status, event=event, ended_at=end.at, taken_up_again_at=None)


def _detail_of(question: Question, mail: IncomingMail) -> QuestionDetail | None:
    """The one that came by this e-mail; of words that stood there already when it came, the last that says them."""
    own = question.details.filter(mail=mail).first()
    said = mail.reply.strip()
    return own or next((each for each in question.details.order_by("-pk") if each.text == said), None)


def sender_address(mail: IncomingMail) -> str:
    """Where an answer to this e-mail may go, in the spelling that is kept; empty where it names no one such address."""
    try:
        address = AddressField(required=False).clean(mail.sender)
    except ValidationError:
        return ""
    return address if address.isascii() else ""


def _end_before(question: Question, mail: IncomingMail) -> Event | None:
    """How the question had ended before this e-mail took it up again, and nothing has happened to it since."""
    if question.status != QuestionStatus.RECEIVED or question.taken_up_again_at is None:
        return None
    details_by_mail = IncomingMail.objects.filter(
        question=question, assignment__isnull=True, status=IncomingStatus.ACCEPTED
    )
    taken = question.events.filter(kind=EventKind.TAKEN_UP_AGAIN).last()
    if taken is None or details_by_mail.latest("pk") != mail:
        return None
    since = list(question.events.filter(pk__gt=taken.pk).values_list("kind", flat=True))
    # Its own detail is one of them.
    if {EventKind.ASSIGNED, EventKind.REOPENED} & set(since) or since.count(EventKind.DETAIL_ADDED) > 1:
        return None
    return question.events.filter(pk__lt=taken.pk, kind__in=list(ENDS)).last()
