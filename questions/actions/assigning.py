from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.actions import has_closed_box
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import emails, ended_assignments, routing
from clairdroit.questions.actions.history import (
    in_site_language,
    lock_assignment,
    lock_question,
    log,
    move_assignment,
    move_question,
    release_one,
)
from clairdroit.questions.enums import ACTIVE_ASSIGNMENTS, AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.errors import AlreadyAskedError, NotReachableError, NotWaitingError
from clairdroit.questions.models import Assignment, Event, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser


@transaction.atomic
def route_question(*, question: Question, user: AnyUser | None = None) -> list[Assignment]:
    """Asks the best partners not yet asked, as many as the rule says, or CLAIRDROIT_PARTNERS_ASKED without one.

    With none, the question waits for a coordinator and the unmet need is written down. `user` is None when
    the machine routes a new question.
    """
    if user is not None:
        require(user_can_handle_questions(user))
    question = lock_question(question)
    with in_site_language():
        plan = _plan(question)
        if not plan.ready:
            # The event is the unmet need: “Needs without a partner” counts it, whatever becomes of the question.
            log(question, EventKind.NO_CANDIDATE, user=user, detail=_no_candidate(question, plan))
            return []
        return [ask(question, each.partner, each.reasons, user) for each in plan.to_ask]


def ask_next_in_turn(question: Question, *, after: str, named: Partner | None = None) -> Assignment | None:
    """Where the rule asks one partner after the other: the next one, unless another is at work. `after` says why.

    The partner that the last one named comes before the others, if it may be asked at all. The caller holds the
    question's row.
    """
    # A silent partner may still answer, but holds nobody up.
    at_work = ACTIVE_ASSIGNMENTS - {AssignmentStatus.SILENT}
    if not question.is_open or question.assignments.filter(status__in=at_work).exists():
        return None
    with in_site_language():
        plan = _plan(question)
        if not plan.is_in_turn:
            return None
        if not plan.ready:
            log(question, EventKind.NO_CANDIDATE, detail=f"{after} {_no_candidate(question, plan)}")
            return None
        chosen = next((each for each in plan.ready if each.partner == named), plan.ready[0])
        return ask(question, chosen.partner, [after, *chosen.reasons], None)


@transaction.atomic
def assign(*, question: Question, partner: Partner, user: AnyUser, reasons: Sequence[str] = ()) -> Assignment:
    """An editor asks a partner; one who declined or was released before may be asked again."""
    require(user_can_handle_questions(user))
    question = lock_question(question)
    return ask(question, partner, list(reasons) or _chosen_although(question, partner), user)


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
    # The caller's object may be older than the lock.
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
    if not (partner.live and partner.team_email) or has_closed_box(partner):
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
            # What the partner may read follows the file again, instead of standing where its part had ended.
            **ended_assignments.LIFTED,
        )
    if question.status != QuestionStatus.ASSIGNED:
        move_question(question, QuestionStatus.ASSIGNED, event=event)
    if handed_over_by is None:
        emails.partner_asked(assignment)
    else:
        emails.handed_over(assignment)
    return assignment


def _chosen_although(question: Question, partner: Partner) -> list[str]:
    """That a person chose it, with what the rules say for it or against it."""
    with in_site_language():
        chosen = _("Chosen by an editor.")
        found = next(iter(routing.opinions(question, [partner])), None)
        if found is None:
            return [chosen]
        if found.is_for:
            return [chosen, *found.reasons]
        return [chosen, _("All the same: %(reasons)s") % {"reasons": " ".join(found.reasons)}]


def _log_asked(assignment: Assignment, reasons: list[str], user: AnyUser | None) -> Event:
    detail = " ".join([f"{assignment.partner.name} :", *reasons])
    return log(assignment.question, EventKind.ASSIGNED, user=user, assignment=assignment, detail=detail)


def _plan(question: Question) -> routing.Plan:
    asked = question.assignments.values_list("partner_id", flat=True)
    return routing.plan(question.heading, question.commune, without=list(asked), text=question.words)


def _no_candidate(question: Question, plan: routing.Plan) -> str:
    if not question.heading:
        return _("The heading is not known.")
    if question.commune is None:
        return _("The commune is not known.")
    return plan.nobody
