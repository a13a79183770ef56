"""What the renewal of a partner's links means for questions."""

from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space import emails
from clairdroit.partners_snippets.space.actions import can_be_sent_a_link
from clairdroit.questions.actions.assigning import back_to_editors_if_alone
from clairdroit.questions.actions.history import lock_assignment, release_one
from clairdroit.questions.models import Assignment


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
