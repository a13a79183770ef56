from typing import Any

from wagtail.models import Revision, WorkflowState
from wagtail.signals import workflow_rejected

from clairdroit.mail.enums import DeliveryOutcome
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.signals import about_to_hold, mail_retried, mail_tried
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.serializers import partner_url
from clairdroit.partners_snippets.signals import links_renewed, record_remarked
from clairdroit.questions.actions import deliver_answer, note_changes_asked, note_renewed_links
from clairdroit.questions.actions.history import log
from clairdroit.questions.citizen.actions.reports import report_error
from clairdroit.questions.enums import EventKind
from clairdroit.questions.models import AnswerComment, ErrorReport, ProposedAnswer, Question, QuestionMail
from clairdroit.questions.signals import answer_published

# What a question's history says of its mails; one that is tried again has no end yet.
MAIL_EVENTS = {
    DeliveryOutcome.DELIVERED: EventKind.MAIL_DELIVERED,
    DeliveryOutcome.PERMANENT: EventKind.MAIL_FAILED,
    DeliveryOutcome.UNCERTAIN: EventKind.MAIL_UNCERTAIN,
}


def send_published_answer(answer: ProposedAnswer, revision: Revision, user: Any, **kwargs: Any) -> None:
    deliver_answer(answer=answer, revision=revision, user=user)


def tell_partner_of_refusal(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Wagtail's refusal of an answer, from whichever screen, calls the action that the question needs."""
    answer = instance.content_object
    if isinstance(answer, ProposedAnswer):
        comment = AnswerComment.objects.of(instance.current_task_state)
        note_changes_asked(answer=answer, user=user, comment=comment)


def see_to_renewed_links(partner: Partner, reason: LinkReason, **kwargs: Any) -> None:
    note_renewed_links(partner=partner, reason=reason)


def report_remark(partner: Partner, text: str, submission_key: str, **kwargs: Any) -> ErrorReport:
    """It waits among the error reports, as whatever a reader says of a page."""
    return report_error(
        page=partner_url(partner),
        text=f"{partner.name} : {text}",
        email=partner.team_email,
        submission_key=submission_key,
    )


def hold_question_of_mail(mail_id: int, **kwargs: Any) -> None:
    """The question's row before that of its mail, as whoever erases it holds them."""
    Question.objects.select_for_update(of=("self",)).filter(mails__email=mail_id).first()


def note_end_of_mail(mail: OutboxMail, outcome: DeliveryOutcome, **kwargs: Any) -> None:
    if outcome in MAIL_EVENTS:
        _log_of_mail(mail, MAIL_EVENTS[outcome])


def note_retried_mail(mail: OutboxMail, user: Any, **kwargs: Any) -> None:
    _log_of_mail(mail, EventKind.MAIL_RETRIED, user=user)


def _log_of_mail(mail: OutboxMail, kind: EventKind, *, user: Any = None) -> None:
    about = QuestionMail.of(mail)
    if about is not None:
        log(about.question, kind, user=user, detail=str(about.get_kind_display()))


def register() -> None:
    about_to_hold.connect(hold_question_of_mail, dispatch_uid="clairdroit_questions.about_to_hold")
    mail_retried.connect(note_retried_mail, dispatch_uid="clairdroit_questions.mail_retried")
    mail_tried.connect(note_end_of_mail, dispatch_uid="clairdroit_questions.mail_tried")
    answer_published.connect(send_published_answer, dispatch_uid="clairdroit_questions.answer_published")
    workflow_rejected.connect(tell_partner_of_refusal, dispatch_uid="clairdroit_questions.changes_asked")
    record_remarked.connect(report_remark, dispatch_uid="clairdroit_questions.record_remarked")
    links_renewed.connect(see_to_renewed_links, dispatch_uid="clairdroit_questions.renewed_links")
