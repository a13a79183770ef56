"""What every action is made of: the rows held, the statuses moved along their tables, each step written down."""

from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from wagtail.models import WorkflowState

from clairdroit.questions import deadlines, ended_assignments
from clairdroit.questions.actions.detail_mails import withdraw_waiting
from clairdroit.questions.enums import (
    ACTIVE_ASSIGNMENTS,
    ASSIGNMENT_TRANSITIONS,
    ENDED_STATUSES,
    OPEN_STATUSES,
    QUESTION_TRANSITIONS,
    WAITING_ASSIGNMENTS,
    AssignmentStatus,
    EventKind,
    QuestionStatus,
    ReadingPlace,
)
from clairdroit.questions.errors import TransitionError
from clairdroit.questions.models import Assignment, Event, Question
from clairdroit.questions.signals import step_logged
from clairdroit.roles.users import AnyUser


def log(
    question: Question,
    kind: EventKind,
    *,
    user: AnyUser | None = None,
    assignment: Assignment | None = None,
    detail: str = "",
    place: ReadingPlace | None = None,
) -> Event:
    """Writes the step, and tells whoever listens of it, in the transaction of the change."""
    author = user if user is not None and user.is_authenticated else None
    if place is not None:
        detail = str(place.label)
    event = Event.objects.create(
        question=question, kind=kind, user=author, assignment=assignment, detail=detail, place=place or ""
    )
    step_logged.send(Event, event=event)
    return event


def in_site_language() -> AbstractContextManager[None]:
    """Sentences in the history are for the editors: in their language, whichever the citizen wrote from."""
    return translation.override(settings.LANGUAGE_CODE)


def lock_question(question: Question) -> Question:
    """The row as it stands now, held until the transaction ends: two deciders cannot both win."""
    return Question.objects.select_for_update().get(pk=question.pk)


def lock_assignment(assignment: Assignment) -> Assignment:
    """The question's row first, always, so that two actions cannot wait for each other."""
    question = Question.objects.select_for_update().get(pk=assignment.question_id)
    # Of itself: the partner is read and not written, and PostgreSQL locks no row that a join may lack.
    locked = Assignment.objects.select_for_update(of=("self",)).select_related("partner").get(pk=assignment.pk)
    locked.question = question
    return locked


def move_question(question: Question, status: QuestionStatus, *, event: Event, **values: Any) -> None:
    """`event` is the step that tells of the change: whoever has none to show cannot change a status.

    A question that is taken up again is expected anew, whoever takes it up.
    """
    assert event.question_id == question.pk
    current = QuestionStatus(question.status)
    if status not in QUESTION_TRANSITIONS[current]:
        raise TransitionError(str(current.label), str(status.label))
    if current in ENDED_STATUSES and status in OPEN_STATUSES:
        values.setdefault("due_at", deadlines.due_at(question.heading, question.commune, timezone.now()))
    question.status = status
    for name, value in values.items():
        setattr(question, name, value)
    question.save(update_fields=["status", *values])


def move_assignment(assignment: Assignment, status: AssignmentStatus, *, event: Event, **values: Any) -> None:
    assert event.assignment_id == assignment.pk
    current = AssignmentStatus(assignment.status)
    if status not in ASSIGNMENT_TRANSITIONS[current]:
        raise TransitionError(str(current.label), str(status.label))
    assignment.status = status
    if status not in WAITING_ASSIGNMENTS and assignment.is_waiting_for_citizen:
        values["waiting_for_citizen_since"] = None
    for name, value in values.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=["status", *values])


def end_assignment(assignment: Assignment, status: AssignmentStatus, *, event: Event, **values: Any) -> None:
    """The one place where a part ends. From here on its partner reads nothing new of the question (`leaving`)."""
    withdraw_waiting(assignment)
    known = ended_assignments.known_at_leaving(assignment, event)
    move_assignment(assignment, status, event=event, ended_at=timezone.now(), **known, **values)


def release_partners(
    question: Question, *, user: AnyUser | None = None, statuses: frozenset[AssignmentStatus] = ACTIVE_ASSIGNMENTS
) -> None:
    """Nobody (of these) is asked any more, and what they handed in leaves the moderation queue."""
    for assignment in question.assignments.filter(status__in=statuses).select_related("partner", "answer"):
        release_one(question, assignment, user=user)
    if statuses == ACTIVE_ASSIGNMENTS:
        # What editors made of proposals has no assignment of its own.
        for answer in question.answers.filter(assignment=None, sent_at=None):
            if (state := answer.current_workflow_state) is not None:
                state.cancel(user=user)


def release_one(question: Question, assignment: Assignment, *, user: AnyUser | None) -> Event:
    event = log(question, EventKind.RELEASED, user=user, assignment=assignment, detail=assignment.partner.name)
    end_assignment(assignment, AssignmentStatus.RELEASED, event=event)
    answer = getattr(assignment, "answer", None)
    state = answer.current_workflow_state if answer else None
    if state is not None and state.status != WorkflowState.STATUS_APPROVED:
        state.cancel(user=user)
    return event
