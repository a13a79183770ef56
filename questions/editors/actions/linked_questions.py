"""Questions with the same need, answered with the same words. No citizen hears of another."""

from collections.abc import Iterable

from django.db import transaction

from clairdroit.questions.actions.answers import send_answer
from clairdroit.questions.actions.history import log
from clairdroit.questions.enums import EventKind
from clairdroit.questions.errors import EmptyTextError, NotAloneError, NotSendableError
from clairdroit.questions.models import ProposedAnswer, Question, SharedNeed
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser, User


@transaction.atomic
def link_questions(*, question: Question, other: Question, user: AnyUser) -> SharedNeed:
    """Two questions, with all that either is linked to already. Linking again changes nothing."""
    require(user_can_handle_questions(user))
    if question.pk == other.pk:
        raise NotAloneError
    question, other = _locked([question.pk, other.pk], first=question.pk)
    if question.erased_at or other.erased_at:
        raise NotAloneError
    need = question.shared_need or other.shared_need or SharedNeed.objects.create(made_by_id=user.pk)
    if question.shared_need_id == other.shared_need_id == need.pk:
        return need
    both = (question.shared_need_id, other.shared_need_id)
    gone = [key for key in both if key not in (need.pk, None)]
    Question.objects.filter(shared_need__in=gone).update(shared_need=need)
    Question.objects.filter(pk__in=[question.pk, other.pk]).update(shared_need=need)
    SharedNeed.objects.filter(pk__in=gone).delete()
    log(question, EventKind.LINKED, user=user, detail=other.reference)
    log(other, EventKind.LINKED, user=user, detail=question.reference)
    return need


@transaction.atomic
def unlink_question(*, question: Question, user: AnyUser) -> None:
    """Out of its group; a group of one is none."""
    require(user_can_handle_questions(user))
    [question] = _locked([question.pk], first=question.pk)
    need = question.shared_need
    if need is None:
        return
    question.shared_need = None
    question.save(update_fields=["shared_need"])
    log(question, EventKind.UNLINKED, user=user)
    left = list(need.questions.all())
    if len(left) < 2:
        for last in left:
            log(last, EventKind.UNLINKED, user=user)
        need.delete()


def answer_the_others(*, answer: ProposedAnswer, user: User, text: str) -> list[ProposedAnswer]:
    """The same answer to each linked question that is still open: a mail of its own to each citizen.

    Each in its own transaction: one that closed meanwhile keeps the others from nothing.
    """
    require(user_can_handle_questions(user))
    if not text.strip():
        raise EmptyTextError
    if answer.sent_at is None or answer.question.shared_need_id is None:
        raise NotSendableError
    sent = []
    for other in others_to_answer(answer):
        try:
            sent.append(_send_copy(answer, other, user, text.strip()))
        except NotSendableError:
            continue
    return sent


def others_to_answer(answer: ProposedAnswer) -> list[Question]:
    """Linked with its question, and still open."""
    need = answer.question.shared_need_id
    return list(Question.objects.filter(shared_need=need).open().order_by("pk")) if need is not None else []


@transaction.atomic
def _send_copy(answer: ProposedAnswer, other: Question, user: User, text: str) -> ProposedAnswer:
    [other] = _locked([other.pk], first=other.pk)
    if not other.is_open:
        raise NotSendableError
    copy = ProposedAnswer.objects.create(question=other, author_id=user.pk, text=text, live=False, copied_from=answer)
    copy.save_revision(user=user)
    return send_answer(answer=ProposedAnswer.objects.get(pk=copy.pk), user=user)


def _locked(keys: Iterable[int], *, first: int) -> list[Question]:
    """Always in the order of their numbers, so that two editors cannot wait for each other."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("shared_need").filter(pk__in=keys)
    return sorted(rows.order_by("pk"), key=lambda question: question.pk != first)
