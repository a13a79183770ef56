"""A proposed answer's way: drafted by a partner, submitted, changed on request, approved, sent."""

import logging

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import emails
from clairdroit.questions.actions.assigning import back_to_editors_if_alone
from clairdroit.questions.actions.errors import DraftConflictError, EmptyTextError, NotSendableError, NotWaitingError
from clairdroit.questions.actions.history import (
    end_assignment,
    lock_assignment,
    lock_question,
    log,
    log_view,
    move_assignment,
    move_question,
)
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.enums import AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.models import Assignment, ProposedAnswer, Question
from clairdroit.questions.permissions import require, user_can_draft, user_can_handle_questions

logger = logging.getLogger(__name__)


@transaction.atomic
def mark_seen(*, assignment: Assignment, user: User) -> Assignment:
    """The partner opened the question. Only the first time counts as a step; every reading is logged."""
    require(user_can_draft(user, assignment))
    assignment = lock_assignment(assignment)
    if assignment.status in (AssignmentStatus.NOTIFIED, AssignmentStatus.SILENT):
        move_assignment(assignment, AssignmentStatus.SEEN, seen_at=timezone.now())
        log(assignment.question, EventKind.SEEN, user=user, assignment=assignment, detail=assignment.partner.name)
    else:
        log_view(question=assignment.question, user=user, assignment=assignment)
    return assignment


@transaction.atomic
def save_draft(
    *, assignment: Assignment, user: User, text: str, note: str = "", version: str | None = None
) -> ProposedAnswer:
    """Keeps what the partner has written so far; nobody but the partner sees it.

    `version` is what the writer's page was made from (`drafts.version_of`): when somebody saved since,
    DraftConflictError tells it and nothing is overwritten.
    """
    require(user_can_draft(user, assignment))
    assignment = lock_assignment(assignment)
    if not (assignment.is_waiting and assignment.question.is_open):
        raise NotWaitingError
    answer = _answer_of(assignment, user)
    current = latest(answer)
    if current.text == text and current.note == note:
        return answer
    if version is not None and version != version_of(answer) and current.text.strip():
        raise DraftConflictError(theirs=current.text)
    current.text, current.note = text, note
    revision = answer.latest_revision
    keep_one = revision is not None and revision.user_id == user.pk and not _was_submitted(revision)
    current.save_revision(user=user, overwrite_revision=revision if keep_one else None)
    if assignment.status != AssignmentStatus.DRAFTING:
        move_assignment(assignment, AssignmentStatus.DRAFTING)
        log(assignment.question, EventKind.DRAFTING, user=user, assignment=assignment, detail=assignment.partner.name)
    answer.refresh_from_db()
    return answer


@transaction.atomic
def submit_proposal(
    *, assignment: Assignment, user: User, text: str, note: str = "", version: str | None = None
) -> ProposedAnswer:
    """Hands the answer to the moderation queue, where it waits beside pages and partner records."""
    require(user_can_draft(user, assignment))
    if not text.strip():
        raise EmptyTextError
    answer = save_draft(assignment=assignment, user=user, text=text, note=note, version=version)
    if not answer.latest_revision_id:
        latest(answer).save_revision(user=user)
        answer.refresh_from_db()
    assignment = lock_assignment(assignment)
    move_assignment(assignment, AssignmentStatus.PROPOSED, proposed_at=timezone.now())
    log(assignment.question, EventKind.PROPOSED, user=user, assignment=assignment, detail=assignment.partner.name)
    _mute_admin_mails(user)
    state = answer.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        answer.get_workflow().start(answer, user)
    return answer


@transaction.atomic
def decline(*, assignment: Assignment, user: User, reason: str, better_partner: Partner | None = None) -> Assignment:
    """The partner cannot answer; it says why and may name who can. With nobody left, the editors decide."""
    require(user_can_draft(user, assignment))
    if not reason.strip():
        raise EmptyTextError
    assignment = lock_assignment(assignment)
    end_assignment(assignment, AssignmentStatus.DECLINED, decline_reason=reason.strip(), better_partner=better_partner)
    detail = f"{assignment.partner.name} : {reason.strip()}"
    if better_partner is not None:
        detail += " " + _("Suggests: %(partner)s.") % {"partner": better_partner.name}
    log(assignment.question, EventKind.DECLINED, user=user, assignment=assignment, detail=detail)
    back_to_editors_if_alone(assignment.question)
    return assignment


@transaction.atomic
def ask_for_changes(*, answer: ProposedAnswer, user: User, comment: str) -> None:
    """Sends the answer back to its partner; the same as "request changes" in the moderation queue."""
    require(user_can_handle_questions(user))
    if not comment.strip():
        raise EmptyTextError
    task_state = answer.current_workflow_task_state
    if task_state is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
        raise NotSendableError
    task_state.reject(user=user, comment=comment.strip())


def note_changes_asked(*, answer: ProposedAnswer, user: User | None, comment: str) -> None:
    """What a refusal in the moderation queue means for the question: the partner writes again, and is told."""
    if answer.assignment is None:
        return
    assignment = lock_assignment(answer.assignment)
    if assignment.status != AssignmentStatus.PROPOSED:
        return
    move_assignment(assignment, AssignmentStatus.DRAFTING)
    log(assignment.question, EventKind.CHANGES_ASKED, user=user, assignment=assignment, detail=comment)
    emails.changes_asked(assignment, comment)


@transaction.atomic
def send_answer(*, answer: ProposedAnswer, user: User) -> ProposedAnswer:
    """Approves the answer as it stands in its latest revision; approving publishes, publishing sends."""
    require(user_can_handle_questions(user))
    answer = ProposedAnswer.objects.get(pk=answer.pk)
    _check_sendable(lock_question(answer.question), latest(answer).text)
    task_state = answer.current_workflow_task_state
    if task_state is not None and task_state.status == TaskState.STATUS_IN_PROGRESS:
        task_state.approve(user=user)
    else:
        revision = answer.latest_revision or answer.save_revision(user=user)
        revision.publish(user=user)
    answer.refresh_from_db()
    return answer


@transaction.atomic
def answer_directly(*, question: Question, user: User, text: str) -> ProposedAnswer:
    """An editor answers without a partner: the same revision, the same outbox, nobody to wait for."""
    require(user_can_handle_questions(user))
    question = lock_question(question)
    _check_sendable(question, text)
    answer = ProposedAnswer.objects.create(question=question, author=user, text=text.strip(), live=False)
    revision = answer.save_revision(user=user)
    return send_answer(answer=ProposedAnswer.objects.get(pk=revision.object_id), user=user)


def deliver_answer(*, answer_id: int, revision: Revision, user: User | None) -> None:
    """Queues the published revision for the citizen. `ProposedAnswer.publish` calls it, inside its transaction.

    The same revision is never queued twice; a later revision is a correction and is sent as well.
    """
    answer = ProposedAnswer.objects.select_for_update(of=("self",)).select_related("question").get(pk=answer_id)
    if not answer.live or answer.sent_revision_id == revision.pk:
        return
    question = lock_question(answer.question)
    _check_sendable(question, answer.text)
    answer.question = question
    now = timezone.now()
    answer.sent_mail = emails.answer(answer)
    answer.sent_revision, answer.sent_at = revision, now
    answer.save(update_fields=["sent_mail", "sent_revision", "sent_at"])
    log(question, EventKind.ANSWER_SENT, user=user, assignment=answer.assignment, detail=answer.signature)
    if question.status != QuestionStatus.ANSWERED:
        move_question(question, QuestionStatus.ANSWERED, answered_at=now, ended_at=now)
        log(question, EventKind.ANSWERED, user=user)
    logger.info("Answer queued", extra={"question": question.pk, "answer": answer.pk})


def _check_sendable(question: Question, text: str) -> None:
    if not text.strip():
        raise EmptyTextError
    if question.erased_at or not (question.is_open or question.status == QuestionStatus.ANSWERED):
        raise NotSendableError


def _answer_of(assignment: Assignment, user: User) -> ProposedAnswer:
    found, _created = ProposedAnswer.objects.get_or_create(
        assignment=assignment, defaults={"question": assignment.question, "author": user, "live": False}
    )
    return found


def _was_submitted(revision: Revision) -> bool:
    return TaskState.objects.filter(revision=revision).exists()


def _mute_admin_mails(user: User) -> None:
    """Wagtail would write to the team box with links into the admin, where a team box cannot go: we write ourselves."""
    UserProfile.objects.update_or_create(
        user=user,
        defaults={
            "submitted_notifications": False,
            "approved_notifications": False,
            "rejected_notifications": False,
        },
    )
