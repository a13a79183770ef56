"""What another team box, and the renewal of a partner's links, mean for questions."""

from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.actions import can_be_sent_a_link
from clairdroit.questions import emails
from clairdroit.questions.actions.assigning import back_to_editors_if_alone
from clairdroit.questions.actions.history import lock_assignment, release_one
from clairdroit.questions.models import Assignment
from clairdroit.questions.permissions import KEEP_PARTNERS
from clairdroit.questions.reminders import editors


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
