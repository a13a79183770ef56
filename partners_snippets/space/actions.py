"""Links to the partners' space, asked for and renewed by a person; and what a partner says of its record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from clairdroit.partners_snippets.actions import has_closed_box, renew_links
from clairdroit.partners_snippets.enums import LinkReason, PartnerMail
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import KEEP_PARTNERS, user_can_act_for
from clairdroit.partners_snippets.signals import record_remarked
from clairdroit.partners_snippets.space import emails
from clairdroit.public_forms.allowances import may_write, take
from clairdroit.roles.holders import holders


@transaction.atomic
def request_link(*, address: str) -> int:
    """Sends a link to each partner whose team box this is; how many there were, which no visitor may learn.

    None to one that has had as many of them today as it may have, to one that is not published, and to one whose links
    an editor has closed by deactivating its account.
    """
    found = Partner.objects.live().filter(team_email__iexact=address.strip()).order_by("pk")[:10]
    partners = [partner for partner in found if can_be_sent_a_link(partner)]
    for partner in partners:
        if may_write(PartnerMail.LINK, partner.team_email):
            emails.partner_link(partner)
    return len(partners)


def can_be_sent_a_link(partner: Partner) -> bool:
    return partner.live and bool(partner.team_email) and not has_closed_box(partner)


@transaction.atomic
def renew_and_send(*, partner: Partner, user: Any) -> bool:
    """The links of before stop working, and the team box receives a new one; False where it can be sent none.

    By an editor; or by the partner itself, because one was forwarded to whom it does not concern.
    """
    reason = LinkReason.PARTNER if user_can_act_for(user, partner) else LinkReason.EDITOR
    renew_links(partner=partner, user=user, reason=reason)
    if not can_be_sent_a_link(partner):
        return False
    emails.partner_link(partner)
    return True


@transaction.atomic
def remark(*, partner: Partner, user: Any, text: str, submission_key: str) -> bool:
    """What a partner says of its record and the form does not hold: kept by an app that takes remarks, else mailed to
    whoever looks after partners, once for a form sent twice on one day. False where nobody can be told."""
    if not user_can_act_for(user, partner):
        raise PermissionDenied
    told = record_remarked.send(sender=Partner, partner=partner, text=text, submission_key=submission_key)
    if any(is_kept for _receiver, is_kept in told):
        return True
    readers = list(holders(KEEP_PARTNERS))
    if readers and take(PartnerMail.RECORD_REMARK, submission_key, 1):
        for reader in readers:
            emails.record_remark(partner, text, reader)
    return bool(readers)
