"""A partner's keys for its own software: asked for, made, seen and revoked by its team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from clairdroit.connections import actions, links
from clairdroit.connections.forms import KeyForm
from clairdroit.connections.models import PartnerToken
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.public_forms import is_flooded, refused, too_often
from clairdroit.roles.users import User

FORM = "cle-partenaire"


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if is_flooded(request, FORM):
            return refused(_page(request, token, partner, form, notice=too_often()))
        try:
            actions.ask_partner_token(partner=partner, name=form.cleaned_data["name"], user=user)
        except actions.NewBoxError as error:
            return _page(request, token, partner, form, notice=str(error), status=409)
        return _back(token, "demandee")
    return _page(request, token, partner, form)


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_key(request: HttpRequest, *, token: str, user: User, partner: Partner, pk: int) -> HttpResponse:
    """Asks first: what one press would stop is a program that colleagues may be working with."""
    key = get_object_or_404(PartnerToken.objects.select_related("partner"), partner=partner, pk=pk)
    if request.method == "POST":
        actions.revoke_partner_token(token=key, user=user)
        return _back(token, "retiree")
    if key.revoked_at is not None:
        return redirect("clairdroit_connections:keys", token=token)
    return render(request, "connections/revoke_key.html", {"partner": partner, "token": token, "key": key})


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: HttpRequest, *, token: str, user: User, partner: Partner, key: str) -> HttpResponse:
    """Where the mail leads that confirms a key: a page with one button, and after it the key, shown this once."""
    asked = links.new_key_of(key, partner)
    context = {"partner": partner, "token": token, "key": key, "name": asked[0] if asked else "", "usable": bool(asked)}
    if request.method == "POST":
        try:
            context["made"], context["raw"] = actions.confirm_partner_token(partner=partner, signed=key, user=user)
        except (actions.KeyLinkError, actions.NewBoxError) as error:
            context["notice"], context["usable"] = str(error), False
    elif asked is None or PartnerToken.objects.filter(asked_with=asked[1]).exists():
        context["notice"], context["usable"] = str(actions.KeyLinkError()), False
    return render(request, "connections/new_key.html", context, status=200 if context["usable"] else 410)


def _page(
    request: HttpRequest, token: str, partner: Partner, form: KeyForm, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "partner": partner,
        "token": token,
        "form": form,
        "notice": notice,
        "wait_until": actions.keys_wait_until(partner),
        "keys": PartnerToken.objects.filter(partner=partner),
        "revoked": "retiree" in request.GET,
        "asked": "demandee" in request.GET,
    }
    return render(request, "connections/keys.html", context, status=status)


def _back(token: str, done: str) -> HttpResponse:
    response = redirect("clairdroit_connections:keys", token=token)
    response["Location"] += f"?{done}=1"
    return response
