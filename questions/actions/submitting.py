import dataclasses
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from clairdroit.public_forms.allowances import may_write
from clairdroit.questions import deadlines, emails
from clairdroit.questions.actions.assigning import route_question
from clairdroit.questions.actions.history import log
from clairdroit.questions.enums import TAKEN_DOWN, EventKind, MailKind, QuestionOrigin
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import require, user_can_take_down
from clairdroit.roles.users import AnyUser, User

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune


@dataclasses.dataclass(frozen=True)
class Submission:
    question: Question
    created: bool
    # False when this address has had as many confirmations today as it may have, or where there is no address.
    acknowledged: bool = True


def submit_question(
    *,
    heading: str,
    text: str,
    commune: "Commune | None",
    email: str,
    submission_key: str,
    phone: str = "",
    language: str = "fr",
    origin: QuestionOrigin = QuestionOrigin.FORM,
    suspicion: str = "",
    user: AnyUser | None = None,
    follows: Question | None = None,
) -> Submission:
    """Stores the question, its history, the acknowledgement and the partners' mails, together or not at all.

    Anybody can type anybody's address: of acknowledgements it receives so many a day, and without a stranger's words.
    `user` is whoever of the site took it down, who is no stranger.

    A second copy of the same submission (`submission_key`) changes nothing and returns the first question.
    A suspicious one is stored and acknowledged like any other, but waits for an editor before partners are
    asked. The consent is the caller's to obtain: it is dated now, or as that of the question that this one follows.
    """
    existing = Question.objects.filter(submission_key=submission_key).first()
    if existing is not None:
        return _again(existing)
    try:
        with transaction.atomic():
            now = timezone.now()
            question = Question.objects.create(
                heading=heading,
                text=text,
                commune=commune,
                email=email,
                phone=phone,
                language=language,
                origin=origin,
                taken_down_by_id=user.pk if user is not None and origin in TAKEN_DOWN else None,
                suspicion=suspicion,
                submission_key=submission_key,
                consent_at=follows.consent_at if follows is not None else now,
                follows=follows,
                received_at=now,
                due_at=deadlines.due_at(heading, commune, now),
            )
            log(question, EventKind.RECEIVED, user=user, detail=str(QuestionOrigin(origin).label))
            acknowledged = question.has_address and (user is not None or may_write(MailKind.ACKNOWLEDGEMENT, email))
            if acknowledged:
                emails.question_received(question)
            elif question.has_address:
                log(question, EventKind.NOT_ACKNOWLEDGED)
            if suspicion:
                log(question, EventKind.HELD, detail=suspicion)
            else:
                route_question(question=question)
    except IntegrityError:
        # The other copy committed between the look-up and the insertion.
        existing = Question.objects.filter(submission_key=submission_key).first()
        if existing is None:
            raise
        return _again(existing)
    return Submission(question, created=True, acknowledged=acknowledged)


def take_down(*, user: User, origin: QuestionOrigin, **asked: Any) -> Submission:
    """Somebody of the site writes down what a person asked at the desk or on the telephone (`submit_question`)."""
    require(user_can_take_down(user) and origin in TAKEN_DOWN)
    return submit_question(origin=origin, user=user, **asked)


def _again(question: Question) -> Submission:
    was_told = question.has_address and not question.events.filter(kind=EventKind.NOT_ACKNOWLEDGED).exists()
    return Submission(question, created=False, acknowledged=was_told)
