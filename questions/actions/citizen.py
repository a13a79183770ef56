"""What the citizen does from the follow-up page. The signed link is the permission: the view has checked it."""

from django.db import transaction
from django.utils import timezone

from clairdroit.questions import emails
from clairdroit.questions.actions.errors import EmptyTextError, NotWaitingError
from clairdroit.questions.actions.history import lock_question, log, move_question, release_partners
from clairdroit.questions.enums import OPEN_STATUSES, EventKind, QuestionStatus
from clairdroit.questions.models import OutboxMail, Question, UnreachableAddress


@transaction.atomic
def give_feedback(*, question: Question, helped: bool) -> Question:
    question = lock_question(question)
    if question.status not in (QuestionStatus.ANSWERED, QuestionStatus.CLOSED):
        raise NotWaitingError
    if question.helped != helped:
        question.helped = helped
        question.save(update_fields=["helped"])
        log(question, EventKind.FEEDBACK, detail="oui" if helped else "non")
    return question


@transaction.atomic
def add_detail(*, question: Question, text: str) -> Question:
    """Joins the question's text, where editors and partners read it; those at work are told by e-mail.

    After an answer it reopens the question for the editors: somebody still needs something.
    """
    text = text.strip()
    if not text:
        raise EmptyTextError
    question = lock_question(question)
    if question.erased_at or question.status not in OPEN_STATUSES | {QuestionStatus.ANSWERED}:
        raise NotWaitingError
    if question.text.endswith(text):
        return question
    # Whatever was asked for, this is the citizen's answer to it.
    question.assignments.waiting_for_citizen().update(waiting_for_citizen_since=None)
    stamp = timezone.localtime().strftime("%d/%m/%Y")
    question.text = f"{question.text}\n\n[{stamp}] {text}"
    question.save(update_fields=["text"])
    log(question, EventKind.DETAIL_ADDED)
    if question.status == QuestionStatus.ANSWERED:
        event = log(question, EventKind.REOPENED)
        move_question(question, QuestionStatus.RECEIVED, event=event, ended_at=None)
        release_partners(question)
        return question
    for assignment in question.assignments.active().select_related("partner", "question"):
        emails.detail_added(assignment)
    return question


@transaction.atomic
def erase(*, question: Question) -> Question:
    """Removes every word and address of the citizen: question, answers, their revisions, mails. Counts stay."""
    question = lock_question(question)
    if question.erased_at:
        return question
    release_partners(question)
    event = log(question, EventKind.ERASED)
    if question.is_open:
        move_question(question, QuestionStatus.CLOSED, event=event, ended_at=timezone.now())
    for answer in question.answers.all():
        # Deletes its revisions and workflow states with it.
        answer.delete()
    OutboxMail.objects.filter(question_mail__question=question).delete()
    question.events.exclude(detail="").update(detail="")
    question.assignments.exclude(decline_reason="").update(decline_reason="-")
    UnreachableAddress.objects.for_address(question.email).delete()
    question.assignments.update(asked_of_citizen="", handed_over_word="")
    question.text = question.email = ""
    question.erased_at = timezone.now()
    question.save(update_fields=["text", "email", "erased_at"])
    return question
