"""How long a page that says "open now" may be kept, wherever on the site it stands."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponse]
SECONDS_TRUE = "_opening_hours_true_for"


def note_opening_hours(request: HttpRequest | None, seconds: int) -> None:
    """Called by whatever writes opening hours into a page; the shortest time counts."""
    if request is not None:
        setattr(request, SECONDS_TRUE, min(seconds, getattr(request, SECONDS_TRUE, seconds)))


class OpeningHoursMiddleware:
    """A page with opening hours is public for a short while; whatever a signed-in person gets is theirs alone.

    Only the finished page knows whether it holds opening hours: a template tag may have written them. What a view
    says itself for visitors stays.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        seconds = getattr(request, SECONDS_TRUE, None)
        said = response.get("Cache-Control", "")
        if request.method not in ("GET", "HEAD"):
            return response
        # By the cookie, not by `request.user`: reading the session would vary every page on cookies.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Each page says who is signed in: none is left for whoever sits at that computer next.
            is_page = response.get("Content-Type", "").startswith("text/html")
            if seconds is not None or "public" in said or (is_page and not said):
                response["Cache-Control"] = "private, no-store"
        elif seconds is not None and response.status_code == 200 and not said:
            patch_cache_control(response, public=True, max_age=seconds)
        return response
