"""Links to the partners' space: asked for, and renewed by a person."""

from typing import Any

from django.db import transaction

from clairdroit.partners_snippets.actions import has_closed_box, renew_links
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import user_can_act_for
from clairdroit.partners_snippets.signals import link_wanted
from clairdroit.public_forms.allowances import may_write

# Beside the kinds of mails that apps send: what an address may be sent in a day.
LINK = "partner_link"


@transaction.atomic
def request_link(*, address: str) -> int:
    """Sends a link to each partner whose team box this is; how many there were, which no visitor may learn.

    None to one that has had as many of them today as it may have, to one that is not published, and to one whose links
    an editor has closed by deactivating its account.
    """
    found = Partner.objects.live().filter(team_email__iexact=address.strip()).order_by("pk")[:10]
    partners = [partner for partner in found if can_be_sent_a_link(partner)]
    for partner in partners:
        if may_write(LINK, partner.team_email):
            link_wanted.send(sender=Partner, partner=partner)
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
    link_wanted.send(sender=Partner, partner=partner)
    return True
