from typing import Any

from django.dispatch import Signal
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.signals import links_renewed
from clairdroit.questions.actions import note_changes_asked, note_new_box, note_renewed_links
from clairdroit.questions.models import ProposedAnswer


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


class NotForAnswers(mail.Notifier):
    """One of Wagtail's notices, for everything but answers: these wait in the daily digest, one mail for all.

    Pages and partner records are announced as before, and each person's choices in Wagtail's account keep counting.
    """

    def __init__(self, notifier: mail.Notifier) -> None:
        self.notifier = notifier

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        state = instance.workflow_state if isinstance(instance, TaskState) else instance
        if state.base_content_type.model_class() is ProposedAnswer:
            return True
        return self.notifier(instance, **kwargs)


# Wagtail's own names for its receivers (wagtail/admin/signal_handlers.py): whoever connects under one of them first
# is the only one. So ours stand in for Wagtail's, whichever app is ready before the other.
WAGTAIL_NOTICES: tuple[tuple[Signal, type, str, mail.Notifier], ...] = (
    (
        task_submitted,
        TaskState,
        "group_approval_task_submitted_email_notification",
        mail.GroupApprovalTaskStateSubmissionEmailNotifier(),
    ),
    (
        workflow_submitted,
        WorkflowState,
        "workflow_state_submitted_email_notification",
        mail.WorkflowStateSubmissionEmailNotifier(),
    ),
    (
        workflow_rejected,
        WorkflowState,
        "workflow_state_rejected_email_notification",
        mail.WorkflowStateRejectionEmailNotifier(),
    ),
    (
        workflow_approved,
        WorkflowState,
        "workflow_state_approved_email_notification",
        mail.WorkflowStateApprovalEmailNotifier(),
    ),
)


def register() -> None:
    workflow_rejected.connect(tell_partner_of_refusal, dispatch_uid="clairdroit_questions.changes_asked")
    links_renewed.connect(see_to_renewed_links, dispatch_uid="clairdroit_questions.renewed_links")
    for signal, sender, name, notifier in WAGTAIL_NOTICES:
        signal.disconnect(sender=sender, dispatch_uid=name)
        # Signals hold their receivers weakly, and these have no other owner.
        signal.connect(NotForAnswers(notifier), sender=sender, dispatch_uid=name, weak=False)
