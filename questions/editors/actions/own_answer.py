"""An editor's own answer to a question: kept while it is written, seen by the team alone, sent by a second look."""

from django.db import transaction

from clairdroit.questions.actions.answers import send_answer
from clairdroit.questions.actions.history import lock_question
from clairdroit.questions.drafts import latest, own_draft, published_version_of, version_of
from clairdroit.questions.errors import DraftConflictError, NotSendableError
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import User


@transaction.atomic
def save_own(
    *, question: Question, user: User, text: str, version: str | None = None, keep_previous: bool = False
) -> ProposedAnswer | None:
    """What the editor has written so far: one draft for each editor and question; None while there is nothing to keep.

    `version` is what the page was made from: another window of the same editor may have saved since, and nothing is
    overwritten (DraftConflictError). After that, `keep_previous` leaves the other text among the versions.
    """
    require(user_can_handle_questions(user))
    question = lock_question(question)
    if question.erased_at or not question.is_open:
        raise NotSendableError
    answer = own_draft(question, user)
    if answer is None:
        if not text.strip():
            return None
        answer = ProposedAnswer.objects.create(question=question, author=user, live=False)
    current = latest(answer)
    if current.text == text:
        return answer
    if version is not None and version != version_of(answer) and current.text.strip():
        raise DraftConflictError(theirs=current.text, version=version_of(answer))
    current.text = text
    current.save_revision(user=user, overwrite_revision=None if keep_previous else answer.latest_revision)
    answer.refresh_from_db()
    return answer


@transaction.atomic
def send_own(*, answer: ProposedAnswer, user: User, version: str | None = None) -> ProposedAnswer:
    """What was looked at (`version`) is what leaves. Pressed twice, it leaves once."""
    require(user_can_handle_questions(user))
    question = lock_question(answer.question)
    found = ProposedAnswer.objects.filter(pk=answer.pk).first()
    if found is not None and found.live and version in (None, published_version_of(found)):
        return found
    if found is None or not (question.is_open or found.live):
        raise NotSendableError
    # A colleague's draft is not finished before its writer says so.
    require(found.author_id == user.pk)
    return send_answer(answer=found, user=user, version=version)


@transaction.atomic
def discard_own(*, question: Question, user: User) -> None:
    """The draft and all its versions are gone; what was sent stays."""
    require(user_can_handle_questions(user))
    question = lock_question(question)
    answer = own_draft(question, user)
    if answer is not None:
        answer.delete()
