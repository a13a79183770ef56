"""How each page is drawn: while signing in, in Wagtail's admin, or on the site for people without the admin."""

import datetime
import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.localization import get_localized_response

from clairdroit.sign_in import pending

View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    user: Any = request.user
    begun = None if user.is_authenticated else pending.read(request)
    place = "site" if begun is not None and begun.on_site else "step"
    if user.is_authenticated:
        place = "admin" if user.has_perm("wagtailadmin.access_admin") else "site"
    context = {
        **context,
        "layout": f"sign_in/layout_{place}.html",
        "field_template": f"sign_in/field_{'site' if place == 'site' else 'admin'}.html",
        "in_admin": place == "admin",
        "is_sign_in": begun is not None,
    }
    response = TemplateResponse(request, template, context, status=status)
    add_never_cache_headers(response)
    return response


def signed_in(view: View) -> View:
    """Whoever is signed in, with or without the admin; in the language of their admin."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
        response: HttpResponse = get_localized_response(view, request, *args, **kwargs)
        return response

    return guarded


def wrong_code_words(until: datetime.datetime | None) -> str:
    if until is None:
        return _("This code is not right, or it was used already. Wait for the next one, and check the clock.")
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    # The first waits are shorter than typing another code.
    if seconds <= 3:
        return _("This code is not right, or it was used already. Wait for the next one, and check the clock.")
    if seconds < 90:
        words = ngettext("%(number)s second", "%(number)s seconds", seconds) % {"number": seconds}
    else:
        minutes = -(-seconds // 60)
        words = ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    return _("Too many wrong codes. Try again in %(time)s.") % {"time": words}
