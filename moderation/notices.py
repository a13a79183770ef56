"""What Wagtail says by mail of texts that wait for a decision: in our words, and to whom their app says."""

from typing import Any

from django.dispatch import Signal
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from clairdroit.moderation.submitted import kind_of_model


class OurNotice(mail.Notifier):
    """One of Wagtail's notices, in the words of `wagtailadmin/notifications/`, unless the app whose text it is about
    says something else or nothing. Each person's choices in Wagtail's account keep counting."""

    def __init__(self, notifier: mail.Notifier) -> None:
        self.notifier = notifier

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        state = instance.workflow_state if isinstance(instance, TaskState) else instance
        is_to_author = isinstance(instance, WorkflowState) and not isinstance(
            self.notifier, mail.WorkflowStateSubmissionEmailNotifier
        )
        kind = kind_of_model(state.base_content_type.model_class())
        if kind is not None and not kind.has_notice(state, is_to_author=is_to_author):
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
    for signal, sender, name, notifier in WAGTAIL_NOTICES:
        signal.disconnect(sender=sender, dispatch_uid=name)
        # Signals hold their receivers weakly, and these have no other owner.
        signal.connect(OurNotice(notifier), sender=sender, dispatch_uid=name, weak=False)
