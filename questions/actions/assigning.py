from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import emails, routing
from clairdroit.questions.actions.errors import AlreadyAskedError, NotReachableError, NotWaitingError
from clairdroit.questions.actions.history import (
    lock_assignment,
    lock_question,
    log,
    move_assignment,
    move_question,
    release_one,
)
from clairdroit.questions.enums import AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.models import Assignment, Event, Question
from clairdroit.questions.permissions import AnyUser, require, user_can_handle_questions


@transaction.atomic
def route_question(*, question: Question, user: AnyUser | None = None) -> list[Assignment]:
    """Asks the best partners not yet asked, as many as CLAIRDROIT_PARTNERS_ASKED says.

    With none, the question waits for a coordinator and the unmet need is written down. `user` is None when
    the machine routes a new question.
    """
    if user is not None:
        require(user_can_handle_questions(user))
    question = lock_question(question)
    asked = question.assignments.values_list("partner_id", flat=True)
    # The reasons are for the editors: in their language, whichever the citizen wrote from.
    with translation.override(settings.LANGUAGE_CODE):
        found = routing.candidates(question.heading, question.commune, without=list(asked))
        if not found:
            log(question, EventKind.NO_CANDIDATE, user=user, detail=_no_candidate(question))
            return []
        wanted = getattr(settings, "CLAIRDROIT_PARTNERS_ASKED", 1)
        return [ask(question, each.partner, each.reasons, user) for each in found[:wanted]]


@transaction.atomic
def assign(*, question: Question, partner: Partner, user: AnyUser, reasons: Sequence[str] = ()) -> Assignment:
    """An editor asks a partner; one who declined or was released before may be asked again."""
    require(user_can_handle_questions(user))
    question = lock_question(question)
    return ask(question, partner, list(reasons) or [_("Chosen by an editor.")], user)


@transaction.atomic
def release(*, assignment: Assignment, user: AnyUser) -> Assignment:
    """Takes the question back from a partner; with nobody left, it waits for the editors."""
    require(user_can_handle_questions(user))
    assignment = lock_assignment(assignment)
    event = release_one(assignment.question, assignment, user=user)
    back_to_editors_if_alone(assignment.question, event)
    return assignment


@transaction.atomic
def reassign(*, assignment: Assignment, partner: Partner, user: AnyUser, reasons: Sequence[str] = ()) -> Assignment:
    require(user_can_handle_questions(user))
    question = assignment.question
    current = lock_assignment(assignment)
    if current.is_active:
        release_one(question, current, user=user)
    return assign(question=question, partner=partner, user=user, reasons=reasons)


def back_to_editors_if_alone(question: Question, event: Event) -> None:
    """`event` is what the last partner did, or what was done to it."""
    question.refresh_from_db()
    if question.status == QuestionStatus.ASSIGNED and not question.assignments.active().exists():
        move_question(question, QuestionStatus.RECEIVED, event=event)


def ask(
    question: Question,
    partner: Partner,
    reasons: list[str],
    user: AnyUser | None,
    *,
    handed_over_by: Partner | None = None,
    word: str = "",
) -> Assignment:
    """For the actions alone, which have checked the permission and hold the question's row."""
    if not question.is_open:
        raise NotWaitingError
    if not partner.team_email:
        raise NotReachableError
    assignment = question.assignments.filter(partner=partner).first()
    if assignment is None:
        assignment = Assignment.objects.create(
            question=question,
            partner=partner,
            reasons=reasons,
            handed_over_by=handed_over_by,
            handed_over_word=word,
        )
        event = _log_asked(assignment, reasons, user)
    elif assignment.is_active:
        raise AlreadyAskedError
    else:
        event = _log_asked(assignment, reasons, user)
        move_assignment(
            assignment,
            AssignmentStatus.NOTIFIED,
            event=event,
            reasons=reasons,
            notified_at=timezone.now(),
            seen_at=None,
            proposed_at=None,
            ended_at=None,
            decline_reason="",
            handed_over_by=handed_over_by,
            handed_over_word=word,
        )
    if question.status != QuestionStatus.ASSIGNED:
        move_question(question, QuestionStatus.ASSIGNED, event=event)
    if handed_over_by is None:
        emails.partner_asked(assignment)
    else:
        emails.handed_over(assignment)
    return assignment


def _log_asked(assignment: Assignment, reasons: list[str], user: AnyUser | None) -> Event:
    detail = " ".join([f"{assignment.partner.name} :", *reasons])
    return log(assignment.question, EventKind.ASSIGNED, user=user, assignment=assignment, detail=detail)


def _no_candidate(question: Question) -> str:
    if not question.heading:
        return _("The heading is not known.")
    if question.commune is None:
        return _("The commune is not known.")
    return _("No partner of the network works on this heading for this commune.")
