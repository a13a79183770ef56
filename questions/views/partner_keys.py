"""A partner's keys for its own software: seen and revoked by the team, made by the editors alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.models import PartnerToken
from clairdroit.questions.permissions import User
from clairdroit.questions.views.methods import allow
from clairdroit.questions.views.partner_access import with_link
from clairdroit.questions.views.posted import posted_number


@with_link
@allow("GET", "POST")
def keys(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    mine = PartnerToken.objects.filter(partner=partner)
    if request.method == "POST":
        key = get_object_or_404(mine, pk=posted_number(request.POST, "key"))
        actions.revoke_partner_token(token=key, user=user)
        response = redirect("clairdroit_questions:keys", token=token)
        response["Location"] += "?retiree=1"
        return response
    context = {"partner": partner, "token": token, "keys": mine, "revoked": "retiree" in request.GET}
    return render(request, "questions/keys.html", context)
