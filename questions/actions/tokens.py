from django.db import transaction
from django.utils import timezone

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.models import PartnerToken
from clairdroit.questions.models.tokens import SHOWN, digest_of, new_token
from clairdroit.questions.permissions import (
    AnyUser,
    require,
    user_can_manage_connections,
    user_can_revoke_key,
)


@transaction.atomic
def make_partner_token(*, partner: Partner, name: str, user: AnyUser) -> tuple[PartnerToken, str]:
    """The row and the key itself, which exists nowhere else: show it now or never."""
    require(user_can_manage_connections(user))
    raw = new_token()
    token = PartnerToken.objects.create(
        partner=partner, name=name, shown=raw[:SHOWN], digest=digest_of(raw), created_by_id=user.pk
    )
    return token, raw


@transaction.atomic
def revoke_partner_token(*, token: PartnerToken, user: AnyUser) -> PartnerToken:
    """At once and for good; a second time changes nothing."""
    require(user_can_revoke_key(user, token))
    token = PartnerToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by_id = timezone.now(), user.pk
        token.save(update_fields=["revoked_at", "revoked_by"])
    return token
