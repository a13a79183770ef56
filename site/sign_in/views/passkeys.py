"""Passkeys, set up and used: a script talks to the browser, then sends an ordinary form.

The challenge is kept in the session and taken out of it before the answer is looked at: each answer counts once.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.localization import get_localized_response

from clairdroit.sign_in import actions, pending
from clairdroit.sign_in.devices import device_words
from clairdroit.sign_in.enums import Factor
from clairdroit.sign_in.factors import app_of, passkeys_of
from clairdroit.sign_in.forms import CodeForm, PasswordForm, RemoveForm
from clairdroit.sign_in.passkeys import (
    PasskeyError,
    PasskeyHelper,
    authenticate,
    keep_challenge,
    register,
    take_challenge,
)
from clairdroit.sign_in.pending import Pending
from clairdroit.sign_in.permissions import must_have_second_factor
from clairdroit.sign_in.sessions import current_key
from clairdroit.sign_in.views.access import HOME, has_password_and_code
from clairdroit.sign_in.views.entry import proceed, step_page
from clairdroit.sign_in.views.pages import page, signed_in
from clairdroit.sign_in.views.set_up import on_their_way, set_up_done, setting_up

REGISTERING = "clairdroit_passkey_new"
USING = "clairdroit_passkey_used"


@setting_up
def add(request: HttpRequest, user: Any, begun: Pending | None) -> HttpResponse:
    """The page; and, sent by it, what the browser made."""
    error = ""
    if request.method == "POST":
        try:
            state = take_challenge(request, REGISTERING)
            codes = actions.add_passkey(
                user=user,
                made=lambda: register(request, user=user, state=state, answer=request.POST.get("credential", "")),
                name=device_words(request.headers.get("User-Agent", "")),
                current=None if begun is not None else current_key(request),
            )
        except PasskeyError:
            error = _("No passkey was made. Try again, or use an application for codes.")
        else:
            return set_up_done(request, begun, codes, Factor.PASSKEY)
    form = None if begun is not None else PasswordForm(request=request)
    context = {"form": form, "title": _("Add a passkey"), "error": error}
    return page(request, "sign_in/add_passkey.html", context)


@never_cache
@sensitive_post_parameters()
@require_POST
def begin_to_add(request: HttpRequest) -> HttpResponse:
    """Asks the password of whoever is signed in; then gives the script what the browser needs."""
    return get_localized_response(_begin_to_add, request)


def _begin_to_add(request: HttpRequest) -> HttpResponse:
    begun = on_their_way(request)
    if begun is None:
        if not request.user.is_authenticated:
            return JsonResponse({"error": _("Please sign in again.")}, status=403)
        form = PasswordForm(request.POST, request=request)
        if not form.is_valid():
            return JsonResponse({"error": " ".join(map(str, form.errors["password"]))}, status=400)
    options, state = PasskeyHelper(request).register_begin(user=request.user if begun is None else begun.user)
    keep_challenge(request, REGISTERING, state)
    return JsonResponse(options)


def _waiting_for_passkey(request: HttpRequest) -> Pending | None:
    """Whoever has given the password, has a passkey, and has not shown it yet."""
    begun = pending.read(request)
    return None if begun is None or begun.factor or not passkeys_of(begun.user).exists() else begun


@never_cache
@require_POST
def begin_to_use(request: HttpRequest) -> HttpResponse:
    begun = _waiting_for_passkey(request)
    if begun is None:
        return JsonResponse({"error": _("Please sign in again.")}, status=403)
    # The password has been given: the passkey is the second step, and need not ask for a PIN as well.
    options, state = PasskeyHelper(request).authenticate_begin(user=begun.user, require_user_verification=False)
    keep_challenge(request, USING, state)
    return JsonResponse(options)


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    begun = _waiting_for_passkey(request)
    if begun is None:
        return redirect("wagtailadmin_login")
    try:
        state = take_challenge(request, USING)
        authenticate(request, user=begun.user, state=state, answer=request.POST.get("credential", ""))
    except PasskeyError:
        error = _("The passkey was not recognised. Try again, or type a code.")
        return step_page(request, begun, CodeForm(), error=error)
    begun.factor = Factor.PASSKEY.value
    pending.note(request, begun)
    return HttpResponseRedirect(proceed(request, begun))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    key = passkeys_of(request.user).filter(pk=pk).first()
    is_last = app_of(request.user) is None and not passkeys_of(request.user).exclude(pk=pk).exists()
    # Another person's key is answered as one that is not there.
    if key is None or (is_last and must_have_second_factor(request.user)):
        return redirect(HOME)
    form = RemoveForm(request.POST or None, request=request)
    if has_password_and_code(request, form):
        actions.remove_passkey(user=request.user, key=pk, current=current_key(request))
        return redirect(HOME)
    title = _("Remove the second step") if is_last else _("Remove a passkey")
    return page(request, "sign_in/remove.html", {"form": form, "title": title, "passkey": None if is_last else key})
