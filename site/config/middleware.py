import re
import uuid
from collections.abc import Callable
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DataError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, page_not_found
from wagtail.models import Page

from config.logs import NO_REQUEST, request_id
from config.problems import is_for_programs, problem

GetResponse = Callable[[HttpRequest], HttpResponse]
ENDLESS = re.compile(r"\d{4301}")
# Beyond any column: SQLite's driver says OverflowError, PostgreSQL a DataError.
TOO_LARGE = re.compile(r"\d{19}")
# What a field of the ORM says of a text for which it wants a number; Django's own words, which it does not translate.
NO_NUMBER = re.compile(r"expected a number but got (.+)\.$", re.DOTALL)
ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

WAYS_IN = ("/admin/login/", "/admin/password_reset/")


def is_admin(request: HttpRequest) -> bool:
    """Whether the address belongs to the signed-in side: the only one with sessions, cookies and CSRF tokens."""
    return request.path_info.startswith(("/admin/", "/django-admin/", "/documents/"))


class RequestIdMiddleware:
    """Gives each request an id, or keeps the proxy's, for the logs and the `X-Request-ID` header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        current = id_for(request.headers.get("X-Request-ID", ""))
        request_id.set(current)
        response = self.get_response(request)
        response["X-Request-ID"] = current
        return response


def id_for(given: str) -> str:
    return given if ACCEPTABLE_ID.fullmatch(given) else uuid.uuid4().hex


def own_headers(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """Of an answer that no middleware sees, since its page was kept."""
    return [("X-Request-ID", id_for(environ.get("HTTP_X_REQUEST_ID", "")))]


@receiver(request_finished)
def forget_request_id(**kwargs: Any) -> None:
    """Not when the middleware returns: Django's own line about an answer like "Not Found" is written after that."""
    request_id.set(NO_REQUEST)


def _way_on(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """`redirect("page")` looks for a view of that name; what was to be done is done by then."""
    way = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(way, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(way) if is_ours and f"'{way}'" in str(exception) else None


class UnwritableMiddleware:
    """Answers 400 where a view fails on the NUL, the endless number or the word for a number that it was sent, or on a
    field that it was not; and goes where a form that was sent leads, also by an address that Wagtail takes for a name.

    PostgreSQL refuses a NUL in any text, Python a number of more than 4,300 figures. Our own views leave the one out,
    and miss no field; Wagtail's pass filters, fields and addresses on as they come.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, MultiValueDictKeyError):
            return bad_request(request, exception)
        if isinstance(exception, NoReverseMatch):
            return _way_on(request, exception)
        if isinstance(exception, Page.DoesNotExist) and "childOf" in request.GET:
            # Of the page below which all were ticked, when it has gone meanwhile.
            return page_not_found(request, exception)
        if not isinstance(exception, DataError | ValueError | OverflowError):
            return None
        texts = [request.path_info]
        for name, values in chain(request.GET.lists(), request.POST.lists()):
            texts += [name, *values]
        wanted = NO_NUMBER.search(str(exception))
        was_sent = wanted is not None and wanted[1] in map(repr, texts)
        pattern = ENDLESS if isinstance(exception, ValueError) else TOO_LARGE
        was_sent |= any(pattern.search(text) or "\x00" in text for text in texts)
        return bad_request(request, exception) if was_sent else None


class PlainProgramsMiddleware:
    """Before SecurityMiddleware: a browser is led on to https://, a program with a key is told no instead.

    Led on, it would go on sending its key in clear with each first request, and nobody would notice.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and is_for_programs(request) and not request.is_secure():
            words = _("Only https:// is answered. A key that was sent by http:// may have been read: make another one.")
            return problem("https_only", words)
        return self.get_response(request)


class AddressLocaleMiddleware(LocaleMiddleware):
    """The language is in the address alone, so public pages do not vary on `Accept-Language`.

    Only the way into the admin, whose address has none, asks the browser: nobody is known there yet. Inside, accounts
    say theirs.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path_info.startswith(WAYS_IN):
            translation.activate(translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        before = response.get("Vary")
        response = super().process_response(request, response)
        if is_admin(request):
            return response
        if before is None:
            del response["Vary"]
        else:
            response["Vary"] = before
        return response
