import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from clairdroit.connections import emails, links
from clairdroit.connections.errors import KeyLinkError, NewBoxError, NobodyToTellError
from clairdroit.connections.models import PartnerToken
from clairdroit.connections.models.tokens import AFTER_NEW_BOX, SHOWN, digest_of, new_token
from clairdroit.connections.permissions import user_can_ask_for_key, user_can_manage_connections, user_can_revoke_key
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.permissions import require
from clairdroit.roles.users import User


@transaction.atomic
def make_partner_token(*, partner: Partner, name: str, user: User) -> tuple[PartnerToken, str]:
    """By coordination, and the partner is told by mail: NobodyToTellError where it has no team box, NewBoxError where
    that is so new that it may be nobody of the partner's.

    The row and the key itself, which exists nowhere else: show it now or never.
    """
    require(user_can_manage_connections(user))
    if not partner.team_email:
        raise NobodyToTellError
    _wait_for_new_box(partner)
    token, raw = _make(partner, name, user)
    emails.key_made(token, by=user)
    return token, raw


@transaction.atomic
def ask_partner_token(*, partner: Partner, name: str, user: User) -> OutboxMail:
    """By the partner in its space. Nothing is made yet: the link to it goes to the team box, and works for an hour.

    NewBoxError: whoever took the team box over has the link to the space, too.
    """
    require(user_can_ask_for_key(user, partner))
    _wait_for_new_box(partner)
    return emails.key_asked(partner, name)


def confirm_partner_token(*, partner: Partner, signed: str, user: User) -> tuple[PartnerToken, str]:
    """KeyLinkError for a link that is too old, was used, or went to another mailbox."""
    require(user_can_ask_for_key(user, partner))
    asked = links.new_key_of(signed, partner)
    if asked is None:
        raise KeyLinkError
    _wait_for_new_box(partner)
    name, once = asked
    try:
        with transaction.atomic():
            token, raw = _make(partner, name, user, asked_with=once)
            emails.key_made(token)
    except IntegrityError as error:
        raise KeyLinkError from error
    return token, raw


def keys_wait_until(partner: Partner) -> datetime.datetime | None:
    """Until when no key is made, because the team box is a new one; None when there is nothing to wait for."""
    changed = link_versions.box_changed_at(partner)
    until = changed + AFTER_NEW_BOX if changed is not None else None
    return until if until is not None and until > timezone.now() else None


def _wait_for_new_box(partner: Partner) -> None:
    # Also where the box was changed past all our code.
    link_versions.keep_up([partner.pk])
    until = keys_wait_until(partner)
    if until is not None:
        raise NewBoxError(until)


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


@transaction.atomic
def end_keys_of(*, partner: Partner) -> int:
    """The partner was withdrawn: its software answers no more, also once it is published again."""
    return PartnerToken.objects.filter(partner=partner, revoked_at__isnull=True).update(revoked_at=timezone.now())
