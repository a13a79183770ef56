"""Every e-mail of this app: one function here, three templates of its name, queued in the outbox with all others."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from clairdroit.connections import links
from clairdroit.connections.enums import ConnectionMail
from clairdroit.connections.models import PartnerToken, Webhook
from clairdroit.mail import outbox
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.rendering import rendered
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.emails import to_team_box, who_writes
from clairdroit.partners_snippets.space.links import absolute, space_url

FOLDER = "connections/emails"


def key_asked(partner: Partner, name: str) -> OutboxMail:
    return to_team_box(
        ConnectionMail.KEY_ASKED, partner, folder=FOLDER, name=name, new_key_url=links.new_key_url(partner, name)
    )


def key_made(key: PartnerToken, *, by: Any = None) -> OutboxMail:
    """`by` is nobody where the partner made it itself: its other members are told all the same."""
    who = who_writes(by) if by is not None else ""
    return to_team_box(
        ConnectionMail.KEY_MADE, key.partner, folder=FOLDER, key=key, by=who, keys_url=links.keys_url(key.partner)
    )


def webhook_set(webhook: Webhook, *, by: Any) -> OutboxMail:
    """The address without what may be a key in it."""
    assert webhook.partner is not None
    return to_team_box(
        ConnectionMail.WEBHOOK_SET,
        webhook.partner,
        folder=FOLDER,
        webhook=webhook,
        host=urlsplit(webhook.url).hostname,
        by=who_writes(by),
        space_url=space_url(webhook.partner),
    )


def webhook_off(webhook: Webhook, *, to: str) -> OutboxMail:
    kind = ConnectionMail.WEBHOOK_OFF.value
    context = {"webhook": webhook, "webhook_url": absolute(reverse("webhooks:inspect", args=[webhook.pk]))}
    words = rendered(f"{FOLDER}/{kind}", settings.LANGUAGE_CODE, context)
    return outbox.queue(words, to=[to], kind=kind)
