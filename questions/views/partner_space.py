"""The first page of the partners' space: what waits, what is begun, what was sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.models import Assignment
from clairdroit.questions.permissions import User
from clairdroit.questions.views.methods import allow
from clairdroit.questions.views.partner_access import with_link


@with_link
@allow("GET")
def space(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    mine = Assignment.objects.filter(partner=partner).select_related("question__commune", "answer")
    return render(
        request,
        "questions/space.html",
        {
            "partner": partner,
            "token": token,
            "waiting": mine.waiting().on_open_questions().order_by("notified_at"),
            "proposed": mine.handed_in().order_by("-proposed_at")[:30],
        },
    )
