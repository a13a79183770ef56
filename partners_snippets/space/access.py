"""The door of the partners' space: the link in an e-mail opens it; its token is the key, there is no session."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space import actions, links
from clairdroit.partners_snippets.space.forms import LinkRequestForm
from clairdroit.public_forms import TOKEN_FIELD, FormToken, FormTokenError, is_flooded, public_form, refused, too_often
from clairdroit.public_forms.conf import mails_per_address
from clairdroit.public_forms.posted import words_of
from clairdroit.public_forms.private import private

FORM = "lien-partenaire"
View = Callable[..., HttpResponse]


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def request_link(request: HttpRequest) -> HttpResponse:
    """The same answer whether the address is a partner's or not: nobody learns who is in the network."""
    form = LinkRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            FormToken.read(request.POST.get(TOKEN_FIELD, ""), FORM)
        except FormTokenError:
            return _show_request(request, form, _("This page had been open for a long time. Send it again."))
        if is_flooded(request, FORM):
            # Said of every address alike, so that it tells nothing about this one.
            return refused(_show_request(request, form, too_often()))
        actions.request_link(address=form.cleaned_data["email"])
        return render(request, "partners_snippets/space/link_sent.html", {"most": mails_per_address()})
    return _show_request(request, form)


def _show_request(
    request: HttpRequest, form: LinkRequestForm, notice: str = "", *, unsent: Sequence[str] = ()
) -> HttpResponse:
    context = {"form": form, "token_field": TOKEN_FIELD, "token": FormToken.issue(FORM).raw, "notice": notice}
    return render(request, "partners_snippets/space/link_request.html", context | {"unsent": unsent})


def with_link(view: View, *, refuse: Callable[[HttpRequest], HttpResponse] | None = None) -> View:
    """Gives the view the team box and the partner of the token; a link that no longer works, or was cut, offers a new
    one, and one whose rest was cut says so. Scripts are told by `refuse` instead, and get a bare 404."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        found = links.partner_of_token(token)
        if found is None:
            if refuse is not None:
                return refuse(request)
            notice = _(
                "This link is not complete, or it no longer works. Copy the whole link from your e-mail, or ask for a "
                "new one here."
            )
            response = _show_request(request, LinkRequestForm(), notice, unsent=words_of(request))
            response.status_code = 403
            return response
        user, partner = found
        try:
            return view(request, *args, token=token, user=user, partner=partner, **kwargs)
        except Http404:
            if refuse is not None:
                raise
            return nothing_there(request, partner, token)

    return private(public_form(opened))


@with_link
def lengthened(request: HttpRequest, *, token: str, user: Any, partner: Partner, rest: str) -> HttpResponse:
    """An address of the space that is none: its end was cut, or a mail program added something."""
    raise Http404


def nothing_there(request: HttpRequest, partner: Partner, token: str) -> HttpResponse:
    """The partner's link is right; what stands behind it is cut, or leads to no question of theirs."""
    context = {"partner": partner, "token": token, "unsent": words_of(request)}
    return render(request, "partners_snippets/space/nothing_there.html", context, status=404)
