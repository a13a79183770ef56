"""The keys of the partners' space: whoever holds one reads and acts as the team box, without account or session."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from sesame.backends import ModelBackend
from sesame.utils import get_token

from clairdroit.mail.rendering import absolute
from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.defaults import VERSION_LENGTH
from clairdroit.partners_snippets.models import Partner, PartnerMember

# Its version, and django-sesame's token in base64; so is it masked wherever one person's mail is shown to another.
TOKEN_SHAPE = r"(?<![\w-])(?P<key>[0-9a-f]{12}(?=[\w-]*[A-Z])[\w-]{20,48})(?![\w-])"
PARTNER_SCOPE = "espace-partenaires"


def partner_token(partner: Partner) -> str:
    """The version of the partner's links, and a django-sesame token for its team box, which is signed for this version
    and expires after SESAME_MAX_AGE."""
    version = link_versions.version_of(partner)
    return version + get_token(team_user(partner), scope=_scope(version))


def partner_of_token(token: str) -> tuple[Any, Partner] | None:
    """The team box and its partner, or None for a token that is broken, expired or withdrawn."""
    # The backend is asked directly: django.contrib.auth.authenticate() would ask django-axes too, which
    # counts failed passwords and needs a request; a bad link is no failed password.
    version, signed = token[:VERSION_LENGTH], token[VERSION_LENGTH:]
    user = ModelBackend().authenticate(None, sesame=signed, scope=_scope(version))
    if user is None:
        return None
    member = PartnerMember.objects.select_related("partner").filter(user=user, is_team_box=True).order_by("pk").first()
    if member is None or not link_versions.is_current(member.partner, version):
        return None
    return user, member.partner


def _scope(version: str) -> str:
    return f"{PARTNER_SCOPE}.{version}"


def link_days() -> int:
    """How long a link opens the space, as mails say it."""
    return settings.SESAME_MAX_AGE // (24 * 60 * 60)


def space_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_partner_space:space", args=[partner_token(partner)]))


def record_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_partner_space:record", args=[partner_token(partner)]))
