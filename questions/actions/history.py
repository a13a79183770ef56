from typing import Any

from django.utils import timezone

from clairdroit.questions.actions.errors import TransitionError
from clairdroit.questions.enums import (
    ASSIGNMENT_TRANSITIONS,
    QUESTION_TRANSITIONS,
    AssignmentStatus,
    EventKind,
    QuestionStatus,
)
from clairdroit.questions.models import Assignment, Event, Question
from clairdroit.questions.permissions import AnyUser, require, user_can_handle_questions


def log(
    question: Question,
    kind: EventKind,
    *,
    user: AnyUser | None = None,
    assignment: Assignment | None = None,
    detail: str = "",
) -> Event:
    author = user if user is not None and user.is_authenticated else None
    return Event.objects.create(question=question, kind=kind, user=author, assignment=assignment, detail=detail)


def lock_question(question: Question) -> Question:
    """The row as it stands now, held until the transaction ends: two deciders cannot both win."""
    return Question.objects.select_for_update().get(pk=question.pk)


def lock_assignment(assignment: Assignment) -> Assignment:
    """The question's row first, always, so that two actions cannot wait for each other."""
    lock_question(assignment.question)
    return (
        Assignment.objects.select_for_update(of=("self",)).select_related("question", "partner").get(pk=assignment.pk)
    )


def move_question(question: Question, status: QuestionStatus, **values: Any) -> None:
    current = QuestionStatus(question.status)
    if status not in QUESTION_TRANSITIONS[current]:
        raise TransitionError(str(current.label), str(status.label))
    question.status = status
    for name, value in values.items():
        setattr(question, name, value)
    question.save(update_fields=["status", *values])


def move_assignment(assignment: Assignment, status: AssignmentStatus, **values: Any) -> None:
    current = AssignmentStatus(assignment.status)
    if status not in ASSIGNMENT_TRANSITIONS[current]:
        raise TransitionError(str(current.label), str(status.label))
    assignment.status = status
    for name, value in values.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=["status", *values])


def end_assignment(assignment: Assignment, status: AssignmentStatus, **values: Any) -> None:
    move_assignment(assignment, status, ended_at=timezone.now(), **values)


def log_view(*, question: Question, user: AnyUser, assignment: Assignment | None = None) -> None:
    """Each reading by a professional is written down; the file itself shows it."""
    log(question, EventKind.VIEWED, user=user, assignment=assignment)


def log_export(*, questions: list[Question], user: AnyUser) -> None:
    require(user_can_handle_questions(user))
    Event.objects.bulk_create(
        Event(question=question, kind=EventKind.EXPORTED, user_id=user.pk) for question in questions
    )
