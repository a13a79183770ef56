"""A proposed answer's way: drafted by a partner, submitted, changed on request, approved, sent."""

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import emails
from clairdroit.questions.actions.assigning import ask_next_in_turn, back_to_editors_if_alone
from clairdroit.questions.actions.history import (
    end_assignment,
    lock_assignment,
    lock_question,
    log,
    move_assignment,
    release_one,
)
from clairdroit.questions.actions.readings import log_view
from clairdroit.questions.actions.telling import keep_answer, note_given
from clairdroit.questions.drafts import (
    handed_in,
    handed_in_revision,
    has_correction,
    is_with_partner,
    latest,
    published_version_of,
    version_of,
)
from clairdroit.questions.enums import AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.errors import (
    DraftConflictError,
    EmptyTextError,
    JoinedError,
    NotSendableError,
    NotWaitingError,
)
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.models import AnswerComment, Assignment, Event, ProposedAnswer, Question
from clairdroit.questions.permissions import (
    require,
    user_can_draft,
    user_can_handle_questions,
    user_can_send_answer,
)
from clairdroit.roles.users import User

logger = logging.getLogger(__name__)


@transaction.atomic
def mark_seen(*, assignment: Assignment, user: User) -> Assignment:
    """Somebody of the partner reads the question: a button, or a first gesture on its page, never its mere fetching.

    Only the first time counts as a step; every reading is logged.
    """
    require(user_can_draft(user, assignment))
    assignment = lock_assignment(assignment)
    # A link that is opened by a mail scanner reads nothing: this comes by POST only.
    if assignment.is_unread:
        event = _log(EventKind.SEEN, assignment, user)
        move_assignment(assignment, AssignmentStatus.SEEN, event=event, seen_at=timezone.now())
    else:
        log_view(question=assignment.question, user=user, assignment=assignment)
    return assignment


@transaction.atomic
def save_draft(
    *,
    assignment: Assignment,
    user: User,
    text: str,
    note: str = "",
    version: str | None = None,
    keep_previous: bool = False,
) -> ProposedAnswer:
    """Keeps what the partner has written so far; nobody but the partner sees it.

    `version` is what the writer's page was made from (`drafts.version_of`): when somebody saved since,
    DraftConflictError tells it and nothing is overwritten. After such a conflict `keep_previous` leaves the other text
    in the answer's history, whatever its writer's colleague decided.
    """
    require(user_can_draft(user, assignment))
    assignment = lock_assignment(assignment)
    answer = _keep_draft(assignment, user, text, note, version, keep_previous)
    answer.refresh_from_db()
    return answer


def _keep_draft(
    assignment: Assignment, user: User, text: str, note: str, version: str | None, keep_previous: bool
) -> ProposedAnswer:
    """The caller holds the rows of the question and of the assignment."""
    if not (assignment.is_waiting and assignment.question.is_open):
        raise NotWaitingError
    answer = _answer_of(assignment, user)
    current = latest(answer)
    if current.text == text and current.note == note:
        return answer
    if version is not None and version != version_of(answer) and f"{current.text}{current.note}".strip():
        # Whoever is told is the partner: an editor's correction is seen as it may see it.
        theirs = AssignmentForPartner(assignment).draft
        assert theirs is not None
        # A note that is the same on both sides is no part of the conflict.
        their_note = theirs.note if current.note != note else ""
        raise DraftConflictError(theirs=theirs.text, version=version_of(answer), their_note=their_note)
    current.text, current.note = text, note
    revision = answer.latest_revision
    # Autosave comes every few seconds: one person's consecutive savings are one revision, but what was submitted stays.
    keep_one = (
        not keep_previous and revision is not None and revision.user_id == user.pk and not _was_submitted(revision)
    )
    # Not cleaned: the words alone have changed, and any words are a draft.
    current.save_revision(user=user, overwrite_revision=revision if keep_one else None, clean=False)
    if assignment.status != AssignmentStatus.DRAFTING:
        event = _log(EventKind.DRAFTING, assignment, user)
        move_assignment(assignment, AssignmentStatus.DRAFTING, event=event)
    return current


@transaction.atomic
def submit_proposal(
    *,
    assignment: Assignment,
    user: User,
    text: str,
    note: str = "",
    version: str | None = None,
    keep_previous: bool = False,
) -> ProposedAnswer:
    """Hands the answer to the moderation queue, where it waits beside pages and partner records.

    `version` and `keep_previous` as for a draft. Raises EmptyTextError, and NotWaitingError where the partner's part or
    the question has ended.
    """
    require(user_can_draft(user, assignment))
    if not text.strip():
        raise EmptyTextError
    assignment = lock_assignment(assignment)
    answer = _keep_draft(assignment, user, text, note, version, keep_previous)
    if not answer.latest_revision_id:
        answer.save_revision(user=user)
    event = _log(EventKind.PROPOSED, assignment, user)
    move_assignment(assignment, AssignmentStatus.PROPOSED, event=event, proposed_at=timezone.now())
    # Before the workflow starts, which sends these mails.
    _mute_admin_mails(user)
    state = answer.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # Changes had been asked for: the same workflow state goes on, so that its history stays in one piece.
        state.resume(user)
    else:
        answer.get_workflow().start(answer, user)
    return ProposedAnswer.objects.get(pk=answer.pk)


@transaction.atomic
def decline(*, assignment: Assignment, user: User, reason: str, better_partner: Partner | None = None) -> Assignment:
    """The partner cannot answer; it says why and may name who can.

    In turn, the next partner is asked at once; with nobody left, the editors decide.
    """
    require(user_can_draft(user, assignment))
    if not reason.strip():
        raise EmptyTextError
    assignment = lock_assignment(assignment)
    if not assignment.is_waiting:
        raise NotWaitingError
    detail = f"{assignment.partner.name} : {reason.strip()}"
    if better_partner is not None:
        detail += " " + _("Suggests: %(partner)s.") % {"partner": better_partner.name}
    event = log(assignment.question, EventKind.DECLINED, user=user, assignment=assignment, detail=detail)
    end_assignment(
        assignment,
        AssignmentStatus.DECLINED,
        event=event,
        decline_reason=reason.strip(),
        better_partner=better_partner,
    )
    after = _("%(partner)s has declined.") % {"partner": assignment.partner.name}
    ask_next_in_turn(assignment.question, after=after, named=better_partner)
    back_to_editors_if_alone(assignment.question, event)
    return assignment


@transaction.atomic
def ask_for_changes(*, answer: ProposedAnswer, user: User, comment: str) -> None:
    """Sends the answer back to its partner; the same as "request changes" in the moderation queue."""
    require(user_can_handle_questions(user))
    if not comment.strip():
        raise EmptyTextError
    lock_question(answer.question)
    task_state = answer.current_workflow_task_state
    if task_state is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
        raise NotSendableError
    AnswerComment.objects.keep(answer, task_state, comment)
    # Wagtail's signal comes back to `note_changes_asked`, as for a refusal in the moderation queue itself.
    task_state.reject(user=user)


def note_changes_asked(*, answer: ProposedAnswer, user: User | None, comment: str) -> None:
    """What a refusal in the moderation queue means for the question: the partner writes again, and is told.

    Of an answer that comes after the question was answered by another, nothing more is wanted. A joint answer goes
    back to both its partners. Of an editor's own answer nobody else is told: the editor has it.
    """
    joint = answer if answer.assignment is None else None
    for assignment in answer.assignments:
        _give_back(lock_assignment(assignment), user=user, comment=comment)
    if joint is not None:
        # Each partner goes on with its own words, never with another's.
        joint.sources.update(merged_into=None)
        if (state := joint.current_workflow_state) is not None:
            state.cancel(user=user)


def _give_back(assignment: Assignment, *, user: User | None, comment: str) -> None:
    if assignment.status != AssignmentStatus.PROPOSED:
        return
    if not (assignment.question.is_open and assignment.partner.live):
        event = release_one(assignment.question, assignment, user=user)
        back_to_editors_if_alone(assignment.question, event)
        return
    event = log(assignment.question, EventKind.CHANGES_ASKED, user=user, assignment=assignment, detail=comment)
    move_assignment(assignment, AssignmentStatus.DRAFTING, event=event)
    emails.changes_asked(assignment, comment, by=user)


@transaction.atomic
def send_answer(*, answer: ProposedAnswer, user: User, version: str | None = None) -> ProposedAnswer:
    """Approves the answer as it stands in its latest revision; approving publishes, publishing sends.

    Of one that was given back to its partner, what was handed in is sent: what stands there since is the partner's own.
    `version` is what the editor looked at: when somebody saved since, DraftConflictError, and nothing is sent. Pressed
    twice, it leaves once. Of an answer that was given already, only other words than those are sent.
    """
    require(user_can_send_answer(user, answer))
    question = lock_question(answer.question)
    found = ProposedAnswer.objects.filter(pk=answer.pk).first()
    if found is None:
        # The citizen had everything erased in the meantime.
        raise NotSendableError
    answer = found
    answer.question, answer.is_held = question, True
    # Pressed twice: the first press has sent this very version.
    if version is not None and answer.live and version == published_version_of(answer):
        return answer
    _check_sendable(question, handed_in(answer).text, answer)
    # Of what has been sent, too: a colleague may be correcting it.
    if version is not None and version != version_of(answer):
        raise DraftConflictError(theirs=latest(answer).text, version=version_of(answer))
    if answer.live and not has_correction(answer):
        return answer
    if (task_state := answer.waiting_task) is not None:
        task_state.approve(user=user)
    else:
        # Given back to its partner, the answer is not theirs alone any more only as far as it was handed in.
        of_partner = handed_in_revision(answer) if is_with_partner(answer) else None
        revision = of_partner or answer.latest_revision or answer.save_revision(user=user)
        answer.publish(revision, user=user)
    answer.is_held = False
    return answer


@transaction.atomic
def answer_directly(*, question: Question, user: User, text: str) -> ProposedAnswer:
    """An editor answers without a partner: the same revision, the same outbox, nobody to wait for.

    The very text that answered the question already is not sent again: the button was pressed twice, or once more
    because the line broke before the page came.
    """
    require(user_can_handle_questions(user))
    question = lock_question(question)
    _check_sendable(question, text)
    given = Q(tellings__told_at__isnull=True, tellings__isnull=False, live=True)
    if question.status == QuestionStatus.ANSWERED:
        given |= Q(sent_at__isnull=False)
    for answer in question.answers.filter(given, assignment__isnull=True):
        if answer.text == text.strip():
            return answer
    answer = ProposedAnswer.objects.create(question=question, author=user, text=text.strip(), live=False)
    revision = answer.save_revision(user=user)
    # By the same way as any other, so that nothing that is checked or written there can be forgotten here.
    return send_answer(answer=ProposedAnswer.objects.get(pk=revision.object_id), user=user)


def deliver_answer(*, answer: ProposedAnswer, revision: Revision, user: User | None) -> None:
    """Queues the published revision for the citizen, or keeps it for whoever tells it. Called for each publication
    (`answer_published`), inside its transaction, which holds the question's row.

    The same revision is never queued twice; a later revision is a correction and is sent as well.
    """
    question = answer.question
    # Wagtail publishes a revision again when a task is approved twice, or an editor presses Publish.
    if not answer.live or answer.sent_revision_id == revision.pk:
        return
    _check_sendable(question, answer.text, answer)
    answer.question = question
    if not question.has_address:
        keep_answer(answer=answer, revision=revision, user=user)
        logger.info("Answer waits to be told", extra={"question": question.pk, "answer": answer.pk})
        return
    answer.sent_mail = emails.answer_to_citizen(answer)
    note_given(answer=answer, revision=revision, kind=EventKind.ANSWER_SENT, user=user)
    logger.info("Answer queued", extra={"question": question.pk, "answer": answer.pk})


def _log(kind: EventKind, assignment: Assignment, user: User) -> Event:
    return log(assignment.question, kind, user=user, assignment=assignment, detail=assignment.partner.name)


def _check_sendable(question: Question, text: str, answer: ProposedAnswer | None = None) -> None:
    if not text.strip():
        raise EmptyTextError
    if answer is not None and answer.merged_into_id:
        raise JoinedError
    if question.erased_at or not (question.is_open or question.status == QuestionStatus.ANSWERED):
        raise NotSendableError


def _answer_of(assignment: Assignment, user: User) -> ProposedAnswer:
    """The caller holds the question's row: nobody else makes one meanwhile."""
    found = ProposedAnswer.objects.select_related("latest_revision").filter(assignment=assignment).first()
    if found is None:
        found = ProposedAnswer.objects.create(
            question=assignment.question, assignment=assignment, author=user, live=False
        )
    found.question, found.assignment = assignment.question, assignment
    return found


def _was_submitted(revision: Revision) -> bool:
    return TaskState.objects.filter(revision=revision).exists()


def _mute_admin_mails(user: User) -> None:
    """Wagtail would write to the team box with links into the admin, where a team box cannot go: we write ourselves."""
    muted = dict.fromkeys(("submitted_notifications", "approved_notifications", "rejected_notifications"), False)
    UserProfile.objects.bulk_create(
        [UserProfile(user=user, **muted)], update_conflicts=True, unique_fields=["user"], update_fields=list(muted)
    )
