"""The first page of the partners' space: what waits, what is begun, what was answered, and the way to the record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.masking import with_persons
from clairdroit.questions.models import Assignment
from clairdroit.questions.partner_space.fates import answer_of
from clairdroit.questions.permissions import User
from clairdroit.questions.views.methods import allow
from clairdroit.questions.views.partner_access import with_link

ANSWERS_SHOWN = 30


@with_link
@allow("GET")
def space(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    mine = Assignment.objects.filter(partner=partner).select_related("question__commune__departement", "handed_over_by")
    mine = mine.prefetch_related(with_persons("question__"))
    open_ones = sorted(mine.waiting().on_open_questions(), key=lambda each: each.urgency)
    handed_in = list(mine.handed_in().with_answers().order_by("-proposed_at")[:ANSWERS_SHOWN])
    read = [each.question for each in (*open_ones, *handed_in)]
    actions.log_listing(questions=read, user=user, place=_("the list in the partners’ space (first words)"))
    return render(
        request,
        "questions/space.html",
        {
            "partner": partner,
            "token": token,
            "waiting": [AssignmentForPartner(each) for each in open_ones if each.status != AssignmentStatus.DRAFTING],
            "drafts": [AssignmentForPartner(each) for each in open_ones if each.status == AssignmentStatus.DRAFTING],
            "answered": [AssignmentForPartner(each) for each in handed_in if answer_of(each) is not None],
        },
    )
