"""What Wagtail says by mail of texts that wait for a decision: to whom, and for whom something else is said."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from wagtail.admin import mail
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import published, task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from clairdroit.partners_snippets.models import Partner, PartnerMember
from clairdroit.partners_snippets.proposals import published_proposal
from clairdroit.questions import emails
from clairdroit.questions.models import ProposedAnswer


class OurNotice(mail.Notifier):
    """One of Wagtail's notices, in the words of `wagtailadmin/notifications/`, and to people alone.

    Of answers there is none: they wait in the daily digest, one mail for all. A partner's team box has no access to the
    admin: it is told by the functions below what became of its record. Each person's choices in Wagtail's account keep
    counting.
    """

    def __init__(self, notifier: mail.Notifier) -> None:
        self.notifier = notifier

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        state = instance.workflow_state if isinstance(instance, TaskState) else instance
        if state.base_content_type.model_class() is ProposedAnswer:
            return True
        is_decided = isinstance(instance, WorkflowState) and not isinstance(
            self.notifier, mail.WorkflowStateSubmissionEmailNotifier
        )
        if is_decided and _boxes().filter(user=state.requested_by_id).exists():
            return True
        return self.notifier(instance, **kwargs)


@transaction.atomic
def tell_of_publication(instance: Partner, revision: Revision, **kwargs: Any) -> None:
    """Whichever way it came about: approved, published past the workflow, or on the day that was set."""
    if instance.team_email and published_proposal(instance, revision):
        emails.record_published(instance)


@transaction.atomic
def tell_of_refusal(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Also where the partner wrote into the draft that an editor had begun."""
    if instance.base_content_type.model_class() is not Partner:
        return
    partner = Partner.objects.filter(pk=instance.object_id).first()
    if partner is None or not partner.team_email:
        return
    boxes = _boxes().filter(partner=partner).values("user")
    began = boxes.filter(user=instance.requested_by_id)
    wrote = partner.revisions.filter(created_at__gte=instance.created_at, user__in=boxes)
    if began.exists() or wrote.exists():
        refused = instance.current_task_state
        emails.record_changes(partner, refused.comment if refused else "", by=user)


def _boxes() -> QuerySet[PartnerMember]:
    return PartnerMember.objects.filter(is_team_box=True)


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
    published.connect(tell_of_publication, sender=Partner, dispatch_uid="clairdroit_questions.record_published")
    workflow_rejected.connect(tell_of_refusal, dispatch_uid="clairdroit_questions.record_changes")
    for signal, sender, name, notifier in WAGTAIL_NOTICES:
        signal.disconnect(sender=sender, dispatch_uid=name)
        # Signals hold their receivers weakly, and these have no other owner.
        signal.connect(OurNotice(notifier), sender=sender, dispatch_uid=name, weak=False)
