"""What a webhook says: which question, what happened, in which state it is now. Nothing of the citizen."""

import json
from typing import Any

from django.utils import timezone

from clairdroit.connections.enums import WebhookEvent
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.enums import EventKind, QuestionStatus
from clairdroit.questions.models import Event, Question

# The step of the history that each kind of message tells of, and the state that the step leads to: the event
# is written before the row moves. None: it leads to no other.
STEPS: dict[str, tuple[WebhookEvent, QuestionStatus | None]] = {
    EventKind.RECEIVED: (WebhookEvent.RECEIVED, QuestionStatus.RECEIVED),
    EventKind.ASSIGNED: (WebhookEvent.ASSIGNED, QuestionStatus.ASSIGNED),
    EventKind.ANSWERED: (WebhookEvent.ANSWERED, QuestionStatus.ANSWERED),
    EventKind.CLOSED: (WebhookEvent.CLOSED, QuestionStatus.CLOSED),
    EventKind.OUT_OF_SCOPE: (WebhookEvent.CLOSED, QuestionStatus.OUT_OF_SCOPE),
    EventKind.SPAM: (WebhookEvent.CLOSED, QuestionStatus.SPAM),
    EventKind.ERASED: (WebhookEvent.CLOSED, QuestionStatus.CLOSED),
    EventKind.REOPENED: (WebhookEvent.REOPENED, QuestionStatus.RECEIVED),
    EventKind.TAKEN_UP_AGAIN: (WebhookEvent.REOPENED, QuestionStatus.RECEIVED),
    EventKind.MAIL_FAILED: (WebhookEvent.MAIL_FAILED, None),
    EventKind.MAIL_UNCERTAIN: (WebhookEvent.MAIL_FAILED, None),
}
# What became of the mail, for other software: no machine sends it again, after either.
MAIL_OUTCOMES: dict[str, str] = {EventKind.MAIL_FAILED: "failed", EventKind.MAIL_UNCERTAIN: "uncertain"}


def payload(event: Event) -> dict[str, Any]:
    """`event` is one of STEPS. The partner is named where one was asked, so that its software knows its own."""
    question, (kind, status) = event.question, STEPS[event.kind]
    data = described(question) | {"status": str(status or question.status)}
    if event.assignment is not None:
        data["partner"] = named(event.assignment.partner)
    if event.kind in MAIL_OUTCOMES:
        data["mail"] = MAIL_OUTCOMES[event.kind]
    return {"type": str(kind), "timestamp": event.at.isoformat(), "data": data}


def described(question: Question) -> dict[str, Any]:
    commune = question.commune
    return {
        "id": str(question.uuid),
        "reference": question.reference,
        "heading": question.heading or None,
        "commune": {"code": commune.pk, "name": commune.name} if commune else None,
        "received_at": question.received_at.isoformat(),
    }


def named(partner: Partner) -> dict[str, Any]:
    return {"id": partner.pk, "name": partner.name}


def test_payload() -> dict[str, Any]:
    return {"type": str(WebhookEvent.TEST), "timestamp": timezone.now().isoformat(), "data": {}}


def written(content: dict[str, Any]) -> str:
    """The very text that is signed and sent, at each try."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
