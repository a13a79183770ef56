from typing import Any

from wagtail.models import WorkflowState
from wagtail.signals import workflow_rejected

from clairdroit.questions.actions import note_changes_asked
from clairdroit.questions.models import ProposedAnswer


def tell_partner_of_refusal(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Wagtail's refusal of an answer, from whichever screen, calls the action that the question needs."""
    answer = instance.content_object
    if isinstance(answer, ProposedAnswer):
        task_state = instance.current_task_state
        note_changes_asked(answer=answer, user=user, comment=task_state.comment if task_state else "")


def register() -> None:
    workflow_rejected.connect(tell_partner_of_refusal, dispatch_uid="clairdroit_questions.changes_asked")
