from typing import Any

from clairdroit.connections.actions import end_keys_of
from clairdroit.connections.webhooks.queueing import announce
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.signals import links_renewed
from clairdroit.questions.models import Event
from clairdroit.questions.signals import step_logged


def announce_step(event: Event, **kwargs: Any) -> None:
    announce(event)


def see_to_withdrawn_partner(partner: Partner, reason: LinkReason, **kwargs: Any) -> None:
    if reason == LinkReason.WITHDRAWN:
        end_keys_of(partner=partner)


def register() -> None:
    step_logged.connect(announce_step, dispatch_uid="clairdroit_connections.step_logged")
    links_renewed.connect(see_to_withdrawn_partner, dispatch_uid="clairdroit_connections.renewed_links")
