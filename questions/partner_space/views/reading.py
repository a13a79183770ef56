"""The sign that somebody of a partner reads: posted by a button, or by static/questions/reading.js after a gesture.

A page that is only fetched changes nothing: filters of mail servers open every link.
"""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.public_forms import TOKEN_FIELD, ExpiredTokenError, FormToken, FormTokenError
from clairdroit.questions import actions
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.questions.partner_space.listing import listed
from clairdroit.roles.users import User

READING = "lecture"


@with_link
@require_POST
def mark_read(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    asked = assignment_of(partner, reference)
    if _was_shown(request):
        actions.mark_seen(assignment=asked, user=user)
    return _answer(request, "clairdroit_questions:assignment", token=token, reference=reference)


@with_link
@require_POST
def mark_list_read(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    if _was_shown(request):
        actions.log_listing(questions=[each.question for each in listed(partner)], user=user, place=ReadingPlace.SPACE)
    return _answer(request, "clairdroit_partner_space:space", token=token)


def _was_shown(request: HttpRequest) -> bool:
    """Whether our page was before the reader; one that was open for days is still read."""
    try:
        FormToken.read(request.POST.get(TOKEN_FIELD, ""), READING)
    except ExpiredTokenError:
        return True
    except FormTokenError:
        return False
    return True


def _answer(request: HttpRequest, name: str, **where: Any) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=204)
    return redirect(name, **where)
