"""What is done to webhooks and keys; views, admin and the demonstration call these."""

from clairdroit.connections.actions.tokens import (
    ask_partner_token,
    confirm_partner_token,
    end_keys_of,
    keys_wait_until,
    make_partner_token,
    revoke_partner_token,
)
from clairdroit.connections.actions.webhooks import (
    renew_webhook_secret,
    resend_webhook,
    save_webhook,
    send_test_delivery,
)
from clairdroit.connections.errors import KeyLinkError, NewBoxError, NobodyToTellError, OnItsWayError

__all__ = [
    "KeyLinkError",
    "NewBoxError",
    "NobodyToTellError",
    "OnItsWayError",
    "ask_partner_token",
    "confirm_partner_token",
    "end_keys_of",
    "keys_wait_until",
    "make_partner_token",
    "renew_webhook_secret",
    "resend_webhook",
    "revoke_partner_token",
    "save_webhook",
    "send_test_delivery",
]
