"""Links to the partners' space: asked for, renewed by a person, and what their renewal means for questions."""

from django.db import transaction

from clairdroit.partners_snippets.actions import has_closed_box, renew_links
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import user_can_act_for
from clairdroit.public_forms.allowances import may_write
from clairdroit.questions import emails
from clairdroit.questions.actions.assigning import back_to_editors_if_alone
from clairdroit.questions.actions.history import lock_assignment, release_one
from clairdroit.questions.enums import MailKind
from clairdroit.questions.models import Assignment
from clairdroit.questions.permissions import KEEP_PARTNERS, AnyUser
from clairdroit.questions.reminders import editors


@transaction.atomic
def request_partner_link(*, address: str) -> int:
    """Sends a link to each partner whose team box this is; how many there were, which no visitor may learn.

    None to one that has had as many of them today as it may have, to one that is not published, and to one whose links
    an editor has closed by deactivating its account.
    """
    found = Partner.objects.live().filter(team_email__iexact=address.strip()).order_by("pk")[:10]
    partners = [partner for partner in found if can_be_sent_a_link(partner)]
    for partner in partners:
        if may_write(MailKind.PARTNER_LINK, partner.team_email):
            emails.partner_link(partner)
    return len(partners)


def can_be_sent_a_link(partner: Partner) -> bool:
    return partner.live and bool(partner.team_email) and not has_closed_box(partner)


@transaction.atomic
def renew_partner_links(*, partner: Partner, user: AnyUser) -> bool:
    """The links of before stop working, and the team box receives a new one; False where it can be sent none.

    By an editor; or by the partner itself, because one was forwarded to whom it does not concern.
    """
    reason = LinkReason.PARTNER if user_can_act_for(user, partner) else LinkReason.EDITOR
    renew_links(partner=partner, user=user, reason=reason)
    if not can_be_sent_a_link(partner):
        return False
    emails.partner_link(partner)
    return True


def note_new_box(*, partner: Partner, former: str) -> None:
    """Whoever decides where a partner's mails go could answer as the partner: the former box and coordination learn of
    it at once, whichever way it was changed."""
    if former:
        emails.box_left(partner, former)
    for reader in editors.holders(KEEP_PARTNERS):
        emails.box_changed(partner, reader)


def note_renewed_links(*, partner: Partner, reason: LinkReason) -> None:
    """What the reason means for questions, in the transaction that renewed the links.

    A partner that is withdrawn answers no more: what waited for it goes back to the editors, or would wait for ever. A
    new team box does not know of what waits yet: it is sent the new link.
    """
    waiting = Assignment.objects.waiting().on_open_questions().filter(partner=partner)
    if reason == LinkReason.WITHDRAWN:
        for each in waiting.order_by("pk"):
            assignment = lock_assignment(each)
            event = release_one(assignment.question, assignment, user=None)
            back_to_editors_if_alone(assignment.question, event)
    elif reason == LinkReason.ADDRESS and can_be_sent_a_link(partner) and waiting.exists():
        emails.partner_link(partner)
