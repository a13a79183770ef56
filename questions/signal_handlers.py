from typing import Any

from wagtail.models import Revision, WorkflowState
from wagtail.signals import workflow_rejected

from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.signals import links_renewed
from clairdroit.questions.actions import deliver_answer, note_changes_asked, note_new_box, note_renewed_links
from clairdroit.questions.models import ProposedAnswer
from clairdroit.questions.signals import answer_published


def send_published_answer(answer: ProposedAnswer, revision: Revision, user: Any, **kwargs: Any) -> None:
    deliver_answer(answer=answer, revision=revision, user=user)


def tell_partner_of_refusal(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Wagtail's refusal of an answer, from whichever screen, calls the action that the question needs."""
    answer = instance.content_object
    if isinstance(answer, ProposedAnswer):
        task_state = instance.current_task_state
        note_changes_asked(answer=answer, user=user, comment=task_state.comment if task_state else "")


def see_to_renewed_links(partner: Partner, reason: LinkReason, former_box: str | None, **kwargs: Any) -> None:
    if former_box is not None:
        note_new_box(partner=partner, former=former_box)
    note_renewed_links(partner=partner, reason=reason)


def register() -> None:
    answer_published.connect(send_published_answer, dispatch_uid="clairdroit_questions.answer_published")
    workflow_rejected.connect(tell_partner_of_refusal, dispatch_uid="clairdroit_questions.changes_asked")
    links_renewed.connect(see_to_renewed_links, dispatch_uid="clairdroit_questions.renewed_links")
