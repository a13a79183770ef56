"""The first page of the partners' space: what waits, what is begun, what was answered, and the way to the record."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms import FormToken
from clairdroit.questions import space_pages
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.outcomes import answer_of
from clairdroit.questions.partner_space.listing import handed_in_by, waiting_of
from clairdroit.questions.partner_space.views.access import assignment_of, with_link
from clairdroit.questions.partner_space.views.reading import READING
from clairdroit.questions.permissions import User

# In the address, after a question was passed on: which one.
DECLINED = "passee"


@with_link
@require_safe
def space(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    open_ones, handed_in = waiting_of(partner), handed_in_by(partner)
    return render(
        request,
        "questions/partner_space/first_page.html",
        {
            "partner": partner,
            "token": token,
            "reading_token": FormToken.issue(READING).raw,
            "waiting": [AssignmentForPartner(each) for each in open_ones if each.status != AssignmentStatus.DRAFTING],
            "drafts": [AssignmentForPartner(each) for each in open_ones if each.status == AssignmentStatus.DRAFTING],
            "answered": [AssignmentForPartner(each) for each in handed_in if answer_of(each) is not None],
            "pages": space_pages.registered(),
            "declined": _declined(partner, request.GET.get(DECLINED, "")),
        },
    )


def _declined(partner: Partner, reference: str) -> AssignmentForPartner | None:
    """What was passed on a moment ago; None for any other reference, which may be somebody else's."""
    try:
        found = assignment_of(partner, uuid.UUID(reference))
    except (ValueError, Http404):
        return None
    return AssignmentForPartner(found) if found.status == AssignmentStatus.DECLINED else None
