"""A second step, set up by whoever is signed in, or by whoever is not let in without one."""

import functools
from collections.abc import Callable
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin.localization import get_localized_response

from clairdroit.sign_in import actions, emails, pending, sessions
from clairdroit.sign_in.enums import Factor
from clairdroit.sign_in.factors import app_of, has_second_factor, waiting_apps
from clairdroit.sign_in.forms import ConfirmForm, PasswordForm
from clairdroit.sign_in.pending import Pending
from clairdroit.sign_in.permissions import must_have_second_factor
from clairdroit.sign_in.sessions import current_key
from clairdroit.sign_in.views.entry import proceed
from clairdroit.sign_in.views.pages import View, page, wrong_code_words

SetUpView = Callable[[HttpRequest, Any, Pending | None], HttpResponse]


def on_their_way(request: HttpRequest) -> Pending | None:
    """Whoever has given the password and needs a second step that they do not have yet."""
    begun = None if request.user.is_authenticated else pending.read(request)
    if begun is None or begun.factor or has_second_factor(begun.user) or not must_have_second_factor(begun.user):
        return None
    return begun


def setting_up(view: SetUpView) -> View:
    """Gives the view the account whose second step it is: of whoever is signed in, or (with `begun`) of whoever is on
    their way in. Nobody else gets further than the sign-in."""

    def guarded(request: HttpRequest) -> HttpResponse:
        begun = on_their_way(request)
        if begun is None and not request.user.is_authenticated:
            return redirect("wagtailadmin_login")
        return view(request, request.user if begun is None else begun.user, begun)

    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @functools.wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_localized_response(guarded, request)
        return response

    return opened


@setting_up
def set_up(request: HttpRequest, user: Any, begun: Pending | None) -> HttpResponse:
    # The password was given a moment ago by whoever is on their way in.
    form = None if begun is not None else PasswordForm(request.POST or None, request=request)
    if request.method == "POST" and (form is None or form.is_valid()):
        actions.begin_app(user=user)
        return redirect("clairdroit_sign_in:confirm")
    has_app = begun is None and app_of(user) is not None
    title = _("Another application") if has_app else _("Protect your account with a second step")
    return page(
        request,
        "sign_in/set_up.html",
        {"form": form, "title": title, "is_required": begun is not None, "has_app": has_app},
    )


@setting_up
def confirm(request: HttpRequest, user: Any, begun: Pending | None) -> HttpResponse:
    app = waiting_apps().filter(user=user).first()
    if app is None:
        return redirect("clairdroit_sign_in:set_up")
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        current = None if begun is not None else current_key(request)
        try:
            codes = actions.confirm_app(user=user, typed=form.cleaned_data["code"], current=current)
        except actions.WrongCodeError as error:
            form.add_error("code", wrong_code_words(error.until))
        else:
            return set_up_done(request, begun, codes, Factor.APP)
    uri = app.key_uri(emails.site_name())
    return page(
        request,
        "sign_in/confirm.html",
        {
            "form": form,
            "title": _("Connect the application"),
            "picture": segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
            "uri": uri,
            "key": " ".join(app.secret[at : at + 4] for at in range(0, len(app.secret), 4)),
        },
    )


def set_up_done(request: HttpRequest, begun: Pending | None, codes: list[str], factor: Factor) -> HttpResponse:
    """Answers with the codes themselves, not with an address to go to: nothing keeps them, so they are shown once."""
    if begun is None:
        sign_in = sessions.current(request)
        if sign_in is not None:
            sign_in.factor = factor
            sign_in.save(update_fields=["factor"])
        target = reverse("clairdroit_sign_in:access")
    else:
        begun.factor = factor.value
        pending.note(request, begun)
        target = proceed(request, begun)
    return codes_page(request, codes, target)


def codes_page(request: HttpRequest, codes: list[str], target: str) -> HttpResponse:
    title = _("Your recovery codes") if codes else _("Your second step is set up")
    return page(request, "sign_in/codes.html", {"codes": codes, "target": target, "title": title})
