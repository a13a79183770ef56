from clairdroit.connections.enums import WebhookEvent
from clairdroit.connections.models import Webhook, WebhookDelivery
from clairdroit.connections.webhooks.payloads import STEPS, payload, written
from clairdroit.questions.ended_assignments import TOLD_AFTERWARDS
from clairdroit.questions.models import Event


def announce(event: Event) -> None:
    """One row for each webhook that wants to know, in the transaction of the change that `event` tells of."""
    if event.kind not in STEPS:
        return
    kind = STEPS[event.kind][0]
    listeners = [hook for hook in Webhook.objects.active() if kind in hook.events and _concerns(hook, event)]
    if listeners:
        body = written(payload(event))
        WebhookDelivery.objects.bulk_create(
            WebhookDelivery(webhook=hook, question=event.question, event=kind, body=body) for hook in listeners
        )


def _concerns(hook: Webhook, event: Event) -> bool:
    """A partner's own webhook hears of the questions that it was asked, and of nobody else's part in them; once its
    part has ended, of the erasure alone. What becomes of mails is the town's affair: most go to the citizen."""
    if hook.partner_id is None:
        return True
    if STEPS[event.kind][0] == WebhookEvent.MAIL_FAILED:
        return False
    if STEPS[event.kind][0] == WebhookEvent.ASSIGNED:
        return event.assignment is not None and event.assignment.partner_id == hook.partner_id
    asked = event.question.assignments.filter(partner_id=hook.partner_id)
    return (asked if event.kind in TOLD_AFTERWARDS else asked.active()).exists()
