"""Addresses of a partner's keys; one of them makes a key, once."""

import datetime
import uuid

from django.core import signing
from django.urls import reverse

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.links import absolute, partner_token

NEW_KEY = "clairdroit.connections.new-key"
NEW_KEY_LASTS = datetime.timedelta(hours=1)


def keys_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_connections:keys", args=[partner_token(partner)]))


def new_key_url(partner: Partner, name: str) -> str:
    """Makes one key of this name, once and within the hour, for whoever reads the team box now."""
    asked = {"partner": partner.pk, "box": partner.team_email, "name": name, "once": uuid.uuid4().hex}
    key = signing.dumps(asked, salt=NEW_KEY)
    return absolute(reverse("clairdroit_connections:new_key", args=[partner_token(partner), key]))


def new_key_of(signed: str, partner: Partner) -> tuple[str, str] | None:
    """The name of the key and what makes the link work once; None for a link of another partner, box or hour."""
    try:
        asked = signing.loads(signed, salt=NEW_KEY, max_age=NEW_KEY_LASTS)
    except signing.BadSignature:
        return None
    if (asked["partner"], asked["box"]) != (partner.pk, partner.team_email):
        return None
    return asked["name"], asked["once"]
