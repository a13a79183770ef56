"""What was sent by a page whose person had been signed out meanwhile is given back, to be sent again."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clairdroit.sign_in import sessions
from clairdroit.sign_in.views.pages import page

SECRETS = ("password", "csrfmiddlewaretoken")


def keep_what_was_sent(request: HttpRequest, view: Any) -> HttpResponse | None:
    """None where the request may go on: somebody is signed in, or the page asks for no one.

    All pages of the admin ask for a person, and others whose view says so (`asks_for_a_person`). Called after the check
    of the CSRF token, so only our own pages get here: whoever sends them was signed in when they opened, also where
    nothing is left of that session. Scripts are left to Wagtail's answer: their page still holds what was typed.
    """
    if request.method != "POST" or not _asks_for_a_person(request.path_info, view):
        return None
    # Wagtail's scripts send this header.
    if request.headers.get("X-Requested-With") or request.user.is_authenticated:
        return None
    # A browser without the token's cookie has opened no form of ours.
    if sessions.lapse(request) is None and not request.META.get("CSRF_COOKIE"):
        return None
    if not request.accepts("text/html"):
        return tell_the_editor()
    # Our own scripts, which know a redirect to the sign-in from an answer. Older browsers say nothing of the mode.
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return None
    values = [
        (name, value)
        for name, several in request.POST.lists()
        for value in several
        # Typed again rather than written into a page.
        if not any(secret in name for secret in SECRETS)
    ]
    context = {
        "title": _("You have been signed out"),
        "lapse": sessions.lapse(request),
        "values": values,
        "files": list(request.FILES),
    }
    return page(request, "sign_in/kept.html", context, status=401)


def tell_the_editor() -> JsonResponse:
    """To Wagtail's autosave, in the form that it shows; `lapsed.js` says it where it is seen."""
    told = {
        "success": False,
        "error_code": "locked",
        "error_message": _(
            "You have been signed out. Nothing is lost as long as you leave this page open: sign in again in another "
            "tab, then go on here."
        ),
        "signed_out": True,
        "sign_in": {"url": reverse("wagtailadmin_login"), "label": _("Sign in again")},
    }
    return JsonResponse(told, status=401)


def _asks_for_a_person(path: str, view: Any) -> bool:
    admin = reverse("wagtailadmin_home")
    if not path.startswith(admin):
        return getattr(view, "asks_for_a_person", False)
    return not path.startswith(tuple(f"{admin}{name}/" for name in ("login", "logout", "password_reset", "access")))
