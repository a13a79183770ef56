"""An editor's hand in what partners proposed: corrections, and two proposals joined into one answer."""

from django.db import transaction

from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.enums import EventKind
from clairdroit.questions.errors import (
    DraftConflictError,
    EmptyTextError,
    NotMergeableError,
    NotSendableError,
)
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser


@transaction.atomic
def edit_proposal(*, answer: ProposedAnswer, user: AnyUser, text: str, version: str | None = None) -> ProposedAnswer:
    """The editor's own words in an answer under review, as a new revision: the partner's stays in the history.

    `version` is what the page was made from (`drafts.version_of`); DraftConflictError when somebody saved since.
    """
    require(user_can_handle_questions(user))
    if not text.strip():
        raise EmptyTextError
    question = lock_question(answer.question)
    answer = _under_review(question, answer)
    current = latest(answer)
    if current.text == text:
        return answer
    if version is not None and version != version_of(answer):
        raise DraftConflictError(theirs=current.text)
    current.text = text
    # Not cleaned: the words alone have changed.
    current.save_revision(user=user, clean=False)
    log(question, EventKind.EDITED, user=user, assignment=answer.assignment, detail=answer.signature)
    answer.latest_revision, answer.has_unpublished_changes = current.latest_revision, True
    return answer


@transaction.atomic
def merge_proposals(
    *, first: ProposedAnswer, second: ProposedAnswer, user: AnyUser, text: str, versions: tuple[str, str] | None = None
) -> ProposedAnswer:
    """Joins two proposals for the same question into a third answer, which waits in the queue in their place.

    Both proposals are kept as they were, leave the queue, and are never sent themselves; the joint answer is signed
    by both partners. No e-mail leaves: the one that will is the answer's, when an editor approves it. Whoever
    decided on one of the two in the meantime was first: NotMergeableError. `versions` are those that the editor saw.
    """
    require(user_can_handle_questions(user))
    if not text.strip():
        raise EmptyTextError
    if first.question_id != second.question_id or first.pk == second.pk:
        raise NotMergeableError
    question = lock_question(first.question)
    try:
        both = [_under_review(question, answer) for answer in (first, second)]
    except NotSendableError as error:
        raise NotMergeableError from error
    if versions is not None:
        for answer, version in zip(both, versions, strict=True):
            if version != version_of(answer):
                raise DraftConflictError(theirs=latest(answer).text)
    joint = ProposedAnswer.objects.create(question=question, author_id=user.pk, text=text.strip(), live=False)
    for answer in both:
        state = answer.current_workflow_state
        assert state is not None
        state.cancel(user=user)
        ProposedAnswer.objects.filter(pk=answer.pk).update(merged_into=joint)
        log(question, EventKind.MERGED, user=user, assignment=answer.assignment, detail=answer.signature)
    joint.save_revision(user=user)
    joint = ProposedAnswer.objects.get(pk=joint.pk)
    joint.get_workflow().start(joint, user)
    return joint


@transaction.atomic
def separate_proposals(*, joint: ProposedAnswer, user: AnyUser) -> list[ProposedAnswer]:
    """Takes the joining back before the answer is sent: the proposals wait in the queue again, each on its own."""
    require(user_can_handle_questions(user))
    question = lock_question(joint.question)
    joint = _under_review(question, joint)
    proposals = list(joint.sources.select_related("assignment__partner"))
    if not proposals:
        raise NotMergeableError
    state = joint.current_workflow_state
    assert state is not None
    state.cancel(user=user)
    joint.sources.update(merged_into=None)
    for answer in proposals:
        log(question, EventKind.SEPARATED, user=user, assignment=answer.assignment, detail=answer.signature)
        answer = ProposedAnswer.objects.get(pk=answer.pk)
        answer.get_workflow().start(answer, user)
    joint.delete()
    return proposals


def _under_review(question: Question, answer: ProposedAnswer) -> ProposedAnswer:
    """The row as it stands under the question's lock; NotSendableError unless it waits for a decision."""
    found = ProposedAnswer.objects.filter(pk=answer.pk, question=question).first()
    if found is None or question.erased_at:
        raise NotSendableError
    if found.waiting_task is None:
        raise NotSendableError
    return found
