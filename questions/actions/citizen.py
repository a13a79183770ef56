"""What the citizen does from the follow-up page. The signed link is the permission: the view has checked it.

Somebody of the site does the same for a person who came or telephoned (`user`).
"""

from django.db import transaction
from django.utils import timezone

from clairdroit.questions.actions.detail_mails import tell_of_detail
from clairdroit.questions.actions.history import lock_question, log, move_question, release_partners
from clairdroit.questions.confidentiality import erasure
from clairdroit.questions.enums import DetailWay, EventKind, QuestionStatus
from clairdroit.questions.errors import EmptyTextError, NotWaitingError
from clairdroit.questions.models import IncomingMail, Question, QuestionDetail
from clairdroit.questions.permissions import require, user_can_tell
from clairdroit.roles.users import User


@transaction.atomic
def add_detail(
    *,
    question: Question,
    text: str,
    by_mail: bool = False,
    mail: IncomingMail | None = None,
    user: User | None = None,
) -> Question:
    """Stands with the question, where editors and partners read it; those at work are told by e-mail, of several
    within a few minutes at once, and so many times a day.

    After an answer it says what is missing, and takes the question up again, for the editors: once. What is missing
    after that is a new question. By e-mail (`mail`, where the site received it) the same holds after any other end, and
    for what the person said to `user`, who wrote it down.
    """
    if user is not None:
        require(user_can_tell(user, question))
    text = text.strip()
    if not text:
        raise EmptyTextError
    question = lock_question(question)
    by_mail = by_mail or mail is not None
    # Sent twice. The same word in answer to another request is not: « oui » to the one, « oui » to the other.
    if question.parts[-1].text == text and not question.assignments.waiting_for_citizen().exists():
        return question
    if question.erased_at or not (
        question.takes_details_by_mail if by_mail or user is not None else question.takes_details
    ):
        raise NotWaitingError
    # Whatever was asked for, this is the citizen's answer to it.
    question.assignments.waiting_for_citizen().update(waiting_for_citizen_since=None)
    taken_up = None if question.is_open else log(question, EventKind.TAKEN_UP_AGAIN, user=user)
    if taken_up is not None:
        # Before the words are there: whoever answered reads them only if it is asked again.
        release_partners(question)
    way = DetailWay.MAIL if by_mail else DetailWay.PAGE if user is None else DetailWay.TOLD
    QuestionDetail.objects.create(question=question, way=way, user=user, mail=mail, text=text)
    log(question, EventKind.DETAIL_ADDED, user=user)
    if taken_up is not None:
        again = {"ended_at": None, "taken_up_again_at": timezone.now(), "helped": None}
        move_question(question, QuestionStatus.RECEIVED, event=taken_up, **again)
        return question
    tell_of_detail(question)
    return question


@transaction.atomic
def erase(*, question: Question, user: User | None = None) -> Question:
    """Removes every word and address of the citizen, wherever they stand: `erasure` says how. Counts stay.

    `user` is whom the citizen asked to do it for them.
    """
    if user is not None:
        require(user_can_tell(user, question))
    question = lock_question(question)
    if question.erased_at:
        return question
    erasure.delete_received_naming(question)
    return _erase(question, EventKind.ERASED, user=user)


@transaction.atomic
def expire(*, question: Question, notices: erasure.Notices | None = None) -> bool:
    """The same by age, for the daily job; False for a question that was taken up again meanwhile."""
    question = lock_question(question)
    if question.erased_at or question.is_open:
        return False
    _erase(question, EventKind.EXPIRED, notices)
    return True


def _erase(
    question: Question, kind: EventKind, notices: erasure.Notices | None = None, user: User | None = None
) -> Question:
    release_partners(question)
    event = log(question, kind, user=user)
    if question.is_open:
        move_question(question, QuestionStatus.CLOSED, event=event, ended_at=timezone.now())
    left, need = erasure.erase_data(question, notices), question.shared_need
    Question.objects.filter(pk=question.pk).update(**left, shared_need=None, erased_at=timezone.now())
    if need is not None and need.questions.count() < 2:
        # A group of one is none.
        need.delete()
    return Question.objects.get(pk=question.pk)
