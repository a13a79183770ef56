"""The worker's side: takes each message that is due, posts it, writes down what came of it.

At least once: a crash between the answer and its writing down sends the message again, under the same
`webhook-id`, by which the receiver knows it.
"""

import datetime
import logging
import time
from collections import Counter

from django.db import transaction
from django.utils import timezone

from clairdroit.connections import conf, emails
from clairdroit.connections.enums import WebhookDeliveryStatus
from clairdroit.connections.models import Webhook, WebhookAttempt, WebhookDelivery
from clairdroit.connections.signing import signed_headers
from clairdroit.connections.webhooks.transport import TOTAL_SECONDS, Answer, post

logger = logging.getLogger(__name__)

# Minutes to wait after each failure; after the last, the message is given up and a person may send it again.
BACK_OFF = (1, 5, 15, 60, 240, 720, 1440, 1440)
# For so long nobody else takes a message that is being sent.
LEASE = datetime.timedelta(seconds=TOTAL_SECONDS * 10)
# A silent receiver costs TOTAL_SECONDS each time: after so many failures its other messages wait for the next turn.
PATIENCE = 2
KEPT = datetime.timedelta(days=90)
GONE = 410


def send_due(*, limit: int | None = None) -> Counter[str]:
    """Sends what is due, oldest first; returns how many were taken, failed for now or were given up."""
    counts: Counter[str] = Counter()
    failures: Counter[int] = Counter()
    for pk, hook in list(WebhookDelivery.objects.due().values_list("pk", "webhook_id")[:limit]):
        # One silent receiver must not use up the turn of all others.
        if failures[hook] >= PATIENCE:
            continue
        delivery = claim(pk)
        # Another worker has it, or an editor ended it since the list was read.
        if delivery is None:
            continue
        started = timezone.now()
        status = finish(delivery, send(delivery), started=started)
        counts[status] += 1
        if status != WebhookDeliveryStatus.DELIVERED:
            failures[hook] += 1
    return counts


def claim(pk: int) -> WebhookDelivery | None:
    """Committed before the request: whoever looks next finds the message due only after LEASE."""
    # Durable: inside another transaction the lease would not be seen by other workers before that one ends.
    with transaction.atomic(durable=True):
        delivery = WebhookDelivery.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if delivery is None or not WebhookDelivery.objects.due().filter(pk=pk).exists():
            return None
        WebhookDelivery.objects.filter(pk=pk).update(next_try_at=timezone.now() + LEASE)
    return delivery


def send(delivery: WebhookDelivery) -> Answer:
    body = delivery.body.encode()
    try:
        signed = signed_headers(
            delivery.webhook.secret, message_id=delivery.message_id, timestamp=int(time.time()), body=body
        )
    except ValueError:
        return Answer(None, "The secret cannot be read.", 0)
    headers = {"Content-Type": "application/json", "User-Agent": "Clairdroit-Webhooks/1", **signed}
    return post(delivery.webhook.url, headers=headers, body=body)


@transaction.atomic
def finish(delivery: WebhookDelivery, answer: Answer, *, started: datetime.datetime) -> str:
    """What becomes of the message and of its webhook; "delivered", "waiting" or "given_up"."""
    # The webhook's row first, always, so that two workers cannot wait for each other.
    hook = Webhook.objects.select_for_update(of=("self",)).filter(pk=delivery.webhook_id).first()
    found = WebhookDelivery.objects.select_for_update(of=("self",)).filter(pk=delivery.pk).first()
    if hook is None or found is None:
        # Deleted by an editor during the request.
        return WebhookDeliveryStatus.GIVEN_UP
    WebhookAttempt.objects.create(
        delivery=found,
        started_at=started,
        milliseconds=answer.milliseconds,
        status_code=answer.status,
        detail=answer.detail,
    )
    now = timezone.now()
    found.tries += 1
    if answer.is_success:
        found.end(WebhookDeliveryStatus.DELIVERED, at=now)
        # One success ends the count of days.
        hook.failing_since = None
    elif found.tries > len(BACK_OFF):
        found.end(WebhookDeliveryStatus.GIVEN_UP, at=now)
    else:
        found.status = WebhookDeliveryStatus.WAITING
        found.next_try_at = now + datetime.timedelta(minutes=BACK_OFF[found.tries - 1])
    found.save(update_fields=["tries", "status", "next_try_at", "ended_at"])
    if not answer.is_success:
        _weigh(hook, gone=answer.status == GONE)
    hook.save(update_fields=["failing_since", "is_active", "switched_off_at"])
    return found.status


def forget_old() -> int:
    """The log of what ended is kept for KEPT: it holds no personal data, but nobody reads it after that."""
    _all, by_model = WebhookDelivery.objects.ended().filter(ended_at__lt=timezone.now() - KEPT).delete()
    return by_model.get(WebhookDelivery._meta.label, 0)


def _weigh(hook: Webhook, *, gone: bool) -> None:
    """Switches a webhook off that failed for days without one success, and tells whoever made it.

    "410 Gone" is the receiver's own word for it: nothing more is wanted, at once.
    """
    now = timezone.now()
    hook.failing_since = hook.failing_since or now
    if hook.is_active and (gone or now - hook.failing_since >= conf.patience()):
        hook.is_active, hook.switched_off_at = False, now
        logger.warning("A webhook failed for too long and was switched off", extra={"webhook": hook.pk})
        maker = hook.created_by
        if maker is not None and maker.is_active and maker.email:
            emails.webhook_off(hook, to=maker.email)
