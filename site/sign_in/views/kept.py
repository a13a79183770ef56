"""What was sent by a page whose person had been signed out meanwhile is given back, to be sent again."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clairdroit.sign_in import sessions
from clairdroit.sign_in.views.pages import page

SECRETS = ("password", "csrfmiddlewaretoken")


def keep_what_was_sent(request: HttpRequest) -> HttpResponse | None:
    """None where the request may go on: somebody is signed in, or nobody was, or the page asks for no one.

    Called after the check of the CSRF token, so only our own pages get here. Scripts are left to Wagtail's answer:
    their page still holds what was typed.
    """
    admin = reverse("wagtailadmin_home")
    if request.method != "POST" or not request.path_info.startswith(admin) or _asks_for_no_one(request.path_info):
        return None
    if request.headers.get("X-Requested-With") or request.user.is_authenticated:
        return None
    why = sessions.lapse(request)
    if why is None:
        return None
    values = [
        (name, value)
        for name, several in request.POST.lists()
        for value in several
        if not any(secret in name for secret in SECRETS)
    ]
    context = {"title": _("You have been signed out"), "lapse": why, "values": values, "files": list(request.FILES)}
    return page(request, "sign_in/kept.html", context, status=401)


def _asks_for_no_one(path: str) -> bool:
    admin = reverse("wagtailadmin_home")
    return path.startswith(tuple(f"{admin}{name}/" for name in ("login", "logout", "password_reset", "access")))
