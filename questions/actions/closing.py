"""An editor ends a question without sending an answer, or takes it up again."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState

from clairdroit.questions import emails
from clairdroit.questions.actions.errors import EmptyTextError
from clairdroit.questions.actions.history import end_assignment, lock_question, log, move_question
from clairdroit.questions.enums import ACTIVE_ASSIGNMENTS, AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import AnyUser, require, user_can_handle_questions


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
    emails.out_of_scope(question, explanation.strip())
    return question


@transaction.atomic
def reopen(*, question: Question, user: AnyUser) -> Question:
    """Back to the editors, who assign it anew; partners asked before keep their history."""
    require(user_can_handle_questions(user))
    question = lock_question(question)
    move_question(question, QuestionStatus.RECEIVED, ended_at=None)
    log(question, EventKind.REOPENED, user=user)
    return question


def _end(question: Question, status: QuestionStatus, kind: EventKind, user: AnyUser, detail: str) -> Question:
    require(user_can_handle_questions(user))
    question = lock_question(question)
    move_question(question, status, ended_at=timezone.now())
    for assignment in question.assignments.filter(status__in=ACTIVE_ASSIGNMENTS):
        end_assignment(assignment, AssignmentStatus.RELEASED)
    for answer in question.answers.all():
        state = answer.current_workflow_state
        if state is not None and state.status != WorkflowState.STATUS_APPROVED:
            state.cancel(user=user)
    log(question, kind, user=user, detail=detail)
    return question
