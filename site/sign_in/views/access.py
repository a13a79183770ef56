"""One's own access: second step, sessions, and for people without the admin the password and the address too."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.views.account import email_management_enabled, password_management_enabled

from clairdroit.sign_in import actions
from clairdroit.sign_in.factors import app_of, has_second_factor, passkeys_of
from clairdroit.sign_in.forms import EmailForm, OwnPasswordForm, RemoveForm
from clairdroit.sign_in.models import SignIn
from clairdroit.sign_in.permissions import must_have_second_factor
from clairdroit.sign_in.sessions import current_key
from clairdroit.sign_in.views.pages import page, signed_in, wrong_code_words
from clairdroit.sign_in.views.set_up import codes_page

HOME = "clairdroit_sign_in:access"


@require_safe
@signed_in
def access(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    return page(
        request,
        "sign_in/access.html",
        {
            "title": _("My access"),
            "app": app_of(user),
            "passkeys": passkeys_of(user),
            "codes_left": actions.unused_codes(user),
            "is_required": must_have_second_factor(user),
            "sign_ins": SignIn.objects.live().filter(user=user),
            "current": current_key(request),
            "may_change_password": password_management_enabled() and user.has_usable_password(),
            "may_change_email": email_management_enabled() and user.has_usable_password(),
        },
    )


def has_password_and_code(request: HttpRequest, form: RemoveForm) -> bool:
    """The password and a code, both right. The code is looked at last: it is spent by that."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        actions.check_code(user=request.user, typed=form.cleaned_data["code"])
    except actions.WrongCodeError as error:
        form.add_error("code", wrong_code_words(error.until))
        return False
    return True


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove(request: HttpRequest) -> HttpResponse:
    if not has_second_factor(request.user) or must_have_second_factor(request.user):
        return redirect(HOME)
    form = RemoveForm(request.POST or None, request=request)
    if has_password_and_code(request, form):
        actions.remove_second_factor(user=request.user, current=current_key(request))
        messages.success(request, _("Your second step is removed. The password alone opens your account again."))
        return redirect(HOME)
    return page(request, "sign_in/remove.html", {"form": form, "title": _("Remove the second step")})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def codes(request: HttpRequest) -> HttpResponse:
    if not has_second_factor(request.user):
        return redirect(HOME)
    form = RemoveForm(request.POST or None, request=request)
    if has_password_and_code(request, form):
        return codes_page(request, actions.renew_codes(user=request.user), request.path.replace("codes/", ""))
    return page(request, "sign_in/renew_codes.html", {"form": form, "title": _("New recovery codes")})


@require_POST
@signed_in
def end(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    # Another person's key is answered as one that never was.
    sign_in = get_object_or_404(SignIn, pk=key, user=request.user)
    actions.end_sign_in(sign_in=sign_in, user=request.user)
    messages.success(request, _("That session is ended."))
    return redirect(HOME)


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    number = actions.end_all(person=request.user, user=request.user, current=current_key(request))
    words = ngettext("%(number)s other session is ended.", "%(number)s other sessions are ended.", number)
    messages.success(request, words % {"number": number})
    return redirect(HOME)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not (password_management_enabled() and user.has_usable_password()):
        return redirect(HOME)
    form = OwnPasswordForm(user, request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        # Django signs every session out whose hash is of another password: this one is renewed first.
        update_session_auth_hash(request, person)
        actions.password_was_changed(person=person, current=current_key(request))
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect(HOME)
    return page(request, "sign_in/password.html", {"form": form, "title": _("Change the password")})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def email(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not (email_management_enabled() and user.has_usable_password()):
        return redirect(HOME)
    form = EmailForm(request.POST or None, request=request, initial={"email": user.email})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["email"] == user.email:
            messages.info(request, _("This is your e-mail address already: nothing was changed."))
            return redirect(HOME)
        actions.change_email(person=user, email=form.cleaned_data["email"], current=current_key(request))
        messages.success(request, _("Your e-mail address is changed. You are signed out everywhere else."))
        return redirect(HOME)
    return page(request, "sign_in/email.html", {"form": form, "title": _("Change the e-mail address")})
