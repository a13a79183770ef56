"""What a partner is told of its own record and of its team box, whichever way either was changed."""

from typing import Any

from django.db import transaction
from wagtail.models import Revision, WorkflowState
from wagtail.signals import published, workflow_rejected

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import KEEP_PARTNERS
from clairdroit.partners_snippets.proposals import published_proposal
from clairdroit.partners_snippets.signals import links_renewed
from clairdroit.partners_snippets.space import emails
from clairdroit.partners_snippets.team_boxes import boxes
from clairdroit.roles.holders import holders


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
    own = boxes().filter(partner=partner).values("user")
    began = own.filter(user=instance.requested_by_id)
    wrote = partner.revisions.filter(created_at__gte=instance.created_at, user__in=own)
    if began.exists() or wrote.exists():
        refused = instance.current_task_state
        emails.record_changes(partner, refused.comment if refused else "", by=user)


def tell_of_new_box(partner: Partner, former_box: str | None, **kwargs: Any) -> None:
    """Whoever decides where a partner's mails go could answer as the partner: the former box and coordination learn of
    it at once, whichever way it was changed."""
    if former_box is None:
        return
    if former_box:
        emails.box_left(partner, former_box)
    for reader in holders(KEEP_PARTNERS):
        emails.box_changed(partner, reader)


def register() -> None:
    published.connect(tell_of_publication, sender=Partner, dispatch_uid="clairdroit.space.record_published")
    workflow_rejected.connect(tell_of_refusal, dispatch_uid="clairdroit.space.record_changes")
    links_renewed.connect(tell_of_new_box, dispatch_uid="clairdroit.space.box_changed")
