"""A partner's keys for its own software: seen and revoked by the team, made by the editors alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.models import PartnerToken
from clairdroit.questions.permissions import User
from clairdroit.questions.views.methods import allow
from clairdroit.questions.views.partner_access import with_link


@with_link
@allow("GET", "POST")
def keys(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    mine = PartnerToken.objects.filter(partner=partner)
    if request.method == "POST":
        number = request.POST.get("key", "")
        key = mine.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
        if key is None:
            raise Http404
        actions.revoke_partner_token(token=key, user=user)
        response = redirect("clairdroit_questions:keys", token=token)
        response["Location"] += "?retiree=1"
        return response
    context = {"partner": partner, "token": token, "keys": mine, "revoked": "retiree" in request.GET}
    return render(request, "questions/keys.html", context)
