"""An editor ends a question without sending an answer, or takes it up again."""

from django.db import transaction
from django.utils import timezone

from clairdroit.questions import emails
from clairdroit.questions.actions.history import lock_question, log, move_question, release_partners
from clairdroit.questions.actions.telling import forget_waiting, keep_words
from clairdroit.questions.enums import EventKind, QuestionStatus, TellingKind
from clairdroit.questions.errors import EmptyTextError
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser


@transaction.atomic
def close(*, question: Question, user: AnyUser, reason: str = "") -> Question:
    return _end(question, QuestionStatus.CLOSED, EventKind.CLOSED, user, reason)


@transaction.atomic
def mark_spam(*, question: Question, user: AnyUser) -> Question:
    return _end(question, QuestionStatus.SPAM, EventKind.SPAM, user, "")


@transaction.atomic
def mark_out_of_scope(*, question: Question, user: AnyUser, explanation: str) -> Question:
    """The citizen is told, in the editor's words, where to turn instead: nobody is left without an answer."""
    if not explanation.strip():
        raise EmptyTextError
    question = _end(question, QuestionStatus.OUT_OF_SCOPE, EventKind.OUT_OF_SCOPE, user, explanation.strip())
    if question.has_address:
        emails.out_of_scope(question, explanation.strip())
    else:
        keep_words(question=question, kind=TellingKind.OUT_OF_SCOPE, text=explanation.strip())
    return question


@transaction.atomic
def reopen(*, question: Question, user: AnyUser) -> Question:
    """Back to the editors, who assign it anew; partners asked before keep their history."""
    require(user_can_handle_questions(user))
    question = lock_question(question)
    event = log(question, EventKind.REOPENED, user=user)
    move_question(question, QuestionStatus.RECEIVED, event=event, ended_at=None)
    release_partners(question, user=user)
    forget_waiting(question)
    return question


def _end(question: Question, status: QuestionStatus, kind: EventKind, user: AnyUser, detail: str) -> Question:
    require(user_can_handle_questions(user))
    question = lock_question(question)
    move_question(question, status, event=log(question, kind, user=user, detail=detail), ended_at=timezone.now())
    release_partners(question, user=user)
    forget_waiting(question)
    return question
