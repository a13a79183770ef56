"""Somebody else's access: a second step that was lost, sessions to be ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.utils import get_user_display_name

from clairdroit.sign_in import actions
from clairdroit.sign_in.factors import has_second_factor
from clairdroit.sign_in.models import SignIn
from clairdroit.sign_in.permissions import user_can_end_sign_ins, user_can_reset_second_factor
from clairdroit.sign_in.views.pages import page


def _account(pk: str) -> Any:
    """Of whichever model accounts are; what cannot be a key of theirs is nobody's."""
    accounts = get_user_model()
    try:
        return get_object_or_404(accounts, pk=accounts._meta.pk.to_python(pk))
    except ValidationError:
        raise Http404 from None


@require_safe
@require_admin_access
def person(request: HttpRequest, pk: str) -> HttpResponse:
    someone = _account(pk)
    may_reset = user_can_reset_second_factor(request.user, someone)
    may_end = user_can_end_sign_ins(request.user, someone)
    if someone == request.user:
        return redirect("clairdroit_sign_in:access")
    if not (may_reset or may_end):
        raise PermissionDenied
    return page(
        request,
        "sign_in/person.html",
        {
            "title": _("Access of %(name)s") % {"name": get_user_display_name(someone)},
            "person": someone,
            "may_reset": may_reset,
            "may_end": may_end,
            "has_factor": has_second_factor(someone),
            "sign_ins": SignIn.objects.live().filter(user=someone) if may_end else (),
        },
    )


@require_POST
@require_admin_access
def reset(request: HttpRequest, pk: str) -> HttpResponse:
    someone = _account(pk)
    actions.reset_second_factor(person=someone, user=request.user)
    messages.success(request, _("The second step is reset, its owner is told by e-mail and signed out everywhere."))
    return redirect("clairdroit_sign_in:person", pk)


@require_POST
@require_admin_access
def end(request: HttpRequest, pk: str, key: Any) -> HttpResponse:
    actions.end_sign_in(sign_in=get_object_or_404(SignIn, pk=key, user=_account(pk)), user=request.user)
    messages.success(request, _("That session is ended."))
    return redirect("clairdroit_sign_in:person", pk)


@require_POST
@require_admin_access
def end_all(request: HttpRequest, pk: str) -> HttpResponse:
    number = actions.end_all(person=_account(pk), user=request.user)
    messages.success(
        request, ngettext("%(number)s session is ended.", "%(number)s sessions are ended.", number) % {"number": number}
    )
    return redirect("clairdroit_sign_in:person", pk)
