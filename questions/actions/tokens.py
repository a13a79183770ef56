from django.db import IntegrityError, transaction
from django.utils import timezone

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import emails, links
from clairdroit.questions.actions.errors import KeyLinkError, NobodyToTellError
from clairdroit.questions.models import OutboxMail, PartnerToken
from clairdroit.questions.models.tokens import SHOWN, digest_of, new_token
from clairdroit.questions.permissions import (
    User,
    require,
    user_can_ask_for_key,
    user_can_manage_connections,
    user_can_revoke_key,
)


@transaction.atomic
def make_partner_token(*, partner: Partner, name: str, user: User) -> tuple[PartnerToken, str]:
    """By coordination, and the partner is told by mail: NobodyToTellError where it has no team box.

    The row and the key itself, which exists nowhere else: show it now or never.
    """
    require(user_can_manage_connections(user))
    if not partner.team_email:
        raise NobodyToTellError
    token, raw = _make(partner, name, user)
    emails.key_made(token, by=user.get_full_name() or user.get_username())
    return token, raw


@transaction.atomic
def ask_partner_token(*, partner: Partner, name: str, user: User) -> OutboxMail:
    """By the partner in its space. Nothing is made yet: the link to it goes to the team box, and works for an hour."""
    require(user_can_ask_for_key(user, partner))
    return emails.key_asked(partner, name)


def confirm_partner_token(*, partner: Partner, signed: str, user: User) -> tuple[PartnerToken, str]:
    """KeyLinkError for a link that is too old, was used, or went to another mailbox."""
    require(user_can_ask_for_key(user, partner))
    asked = links.new_key_of(signed, partner)
    if asked is None:
        raise KeyLinkError
    name, once = asked
    try:
        with transaction.atomic():
            token, raw = _make(partner, name, user, asked_with=once)
            emails.key_made(token, by="")
    except IntegrityError as error:
        raise KeyLinkError from error
    return token, raw


def _make(partner: Partner, name: str, user: User, asked_with: str | None = None) -> tuple[PartnerToken, str]:
    raw = new_token()
    values = {"shown": raw[:SHOWN], "digest": digest_of(raw), "created_by_id": user.pk, "asked_with": asked_with}
    return PartnerToken.objects.create(partner=partner, name=name, **values), raw


@transaction.atomic
def revoke_partner_token(*, token: PartnerToken, user: User) -> PartnerToken:
    """At once and for good; a second time changes nothing."""
    require(user_can_revoke_key(user, token))
    token = PartnerToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by_id = timezone.now(), user.pk
        token.save(update_fields=["revoked_at", "revoked_by"])
    return token
