from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from clairdroit.connections import emails
from clairdroit.connections.defaults import new_secret
from clairdroit.connections.enums import WebhookDeliveryStatus, WebhookEvent
from clairdroit.connections.errors import NobodyToTellError, OnItsWayError
from clairdroit.connections.models import Webhook, WebhookDelivery
from clairdroit.connections.permissions import user_can_manage_connections
from clairdroit.connections.webhooks.guard import checked
from clairdroit.connections.webhooks.payloads import test_payload, written
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.permissions import require
from clairdroit.roles.users import AnyUser


@transaction.atomic
def save_webhook(
    *,
    webhook: Webhook,
    user: AnyUser,
    name: str,
    url: str,
    events: Sequence[str],
    partner: Partner | None = None,
    is_active: bool = True,
) -> Webhook:
    """A new one (`webhook` not saved yet) or a changed one; ForbiddenAddressError for an address it may not have.

    Switched on again, it gets what waited, and is given the full time to fail anew. A partner is told by mail of one
    that hears of its questions: NobodyToTellError where it has no team box.
    """
    require(user_can_manage_connections(user))
    checked(url)
    if partner is not None and not partner.team_email:
        raise NobodyToTellError
    if webhook.pk is not None:
        # As it is now: its secret may have been renewed, or its failures counted, since the form's row was read.
        webhook.refresh_from_db(from_queryset=Webhook.objects.select_for_update(of=("self",)))
    told_before = (webhook.pk, webhook.partner_id, webhook.url, sorted(webhook.events), webhook.is_active)
    webhook.name, webhook.url, webhook.events, webhook.partner = name, url, list(events), partner
    if webhook.pk is None:
        webhook.created_by_id = user.pk
    if is_active and not webhook.is_active:
        webhook.failing_since = webhook.switched_off_at = None
    webhook.is_active = is_active
    webhook.save()
    told_now = (webhook.pk, webhook.partner_id, webhook.url, sorted(webhook.events), webhook.is_active)
    if partner is not None and told_now != told_before:
        emails.webhook_set(webhook, by=user)
    return webhook


@transaction.atomic
def renew_webhook_secret(*, webhook: Webhook, user: AnyUser) -> Webhook:
    """From now on all is signed with the new one, what waits included."""
    require(user_can_manage_connections(user))
    webhook.secret = new_secret()
    webhook.save(update_fields=["secret"])
    return webhook


@transaction.atomic
def send_test_delivery(*, webhook: Webhook, user: AnyUser) -> WebhookDelivery:
    """A message without content, which goes the way of all others."""
    require(user_can_manage_connections(user))
    return WebhookDelivery.objects.create(webhook=webhook, event=WebhookEvent.TEST, body=written(test_payload()))


@transaction.atomic
def resend_webhook(*, delivery: WebhookDelivery, user: AnyUser) -> WebhookDelivery:
    """The same message under the same id, at once; OnItsWayError for one that is on its way anyway."""
    require(user_can_manage_connections(user))
    delivery = WebhookDelivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if delivery.status == WebhookDeliveryStatus.WAITING and not delivery.tries:
        raise OnItsWayError
    delivery.status, delivery.tries = WebhookDeliveryStatus.WAITING, 0
    delivery.next_try_at, delivery.ended_at = timezone.now(), None
    delivery.save(update_fields=["status", "tries", "next_try_at", "ended_at"])
    return delivery
