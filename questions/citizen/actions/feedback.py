"""Whether the answer helped."""

from django.db import transaction

from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.enums import EventKind, QuestionStatus
from clairdroit.questions.errors import NotWaitingError
from clairdroit.questions.models import Question


@transaction.atomic
def give_feedback(*, question: Question, helped: bool, words: str = "") -> Question:
    """Yes or no, and a sentence about it if they like; each may be changed later."""
    question = lock_question(question)
    if question.erased_at or question.status not in (QuestionStatus.ANSWERED, QuestionStatus.CLOSED):
        raise NotWaitingError
    if words.strip() and question.helped_words != words.strip():
        question.helped_words = words.strip()
        question.save(update_fields=["helped_words"])
    if question.helped != helped:
        question.helped = helped
        question.save(update_fields=["helped"])
        log(question, EventKind.FEEDBACK, detail="oui" if helped else "non")
    return question
