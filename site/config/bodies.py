"""How much may be sent, decided before it is read: nothing that is too large fills memory or a disk."""

import io
import math
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from config.middleware import is_admin
from config.problems import is_for_programs, problem

GetResponse = Callable[[HttpRequest], HttpResponse]
Environment = dict[str, Any]
MB = 1024 * 1024
# What a form sends around its file.
ENVELOPE = MB
# No public form has thirty; Wagtail's screens need settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.
PUBLIC_FIELDS = 1000


def public_limit() -> int:
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def staff_limit() -> int:
    return max(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE) + ENVELOPE


class WholeBodies:
    """For the web server, around the application: a body sent in pieces (RFC 9112, section 7.1) gets a length.

    Django takes what has no length for empty, and answers as if nothing had been typed. Browsers send no pieces, so
    that the small limit is enough for everybody.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("CONTENT_LENGTH") and environ.get("HTTP_TRANSFER_ENCODING"):
            most = public_limit()
            body = read_at_most(environ["wsgi.input"], most + 1)
            # One that goes on is refused below, in words, like one that says from the start that it is too long.
            environ["CONTENT_LENGTH"] = str(len(body) if len(body) <= most else staff_limit() + 1)
            environ["wsgi.input"] = io.BytesIO(body)
        return self.application(environ, start_response)


def read_at_most(stream: Any, most: int) -> bytes:
    """A stream may give less than it is asked for before its end."""
    parts, left = [], most
    while left and (part := stream.read(min(left, 65536))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class BodyLimitMiddleware:
    """After AuthenticationMiddleware, and before whatever reads the body: all views and the CSRF check."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = content_length(request)
        if (length or request.META.get("QUERY_STRING", "").count("&") >= PUBLIC_FIELDS) and not may_upload(request):
            if length > public_limit():
                return too_large(request, public_limit())
            try:
                is_refused = has_too_many_fields(request)
            except UnreadablePostError:  # the visitor is gone
                is_refused = True
            if is_refused:
                return bad_request(request, ValueError("too many fields, or not all of them came"))
        elif length > staff_limit():
            return too_large(request, staff_limit())
        return self.get_response(request)


def content_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # so does Django, and reads nothing


def may_upload(request: HttpRequest) -> bool:
    """Files are for those who may enter the admin; a session that was invented is a visitor's.

    One that lapsed while its person was writing a long page is still theirs here: what they sent is not saved, but
    given back to be sent again (clairdroit.sign_in.views.interrupted_forms), and must be read for that.
    """
    if not is_admin(request):
        return False
    return request.user.has_perm("wagtailadmin.access_admin") or _has_lapsed(request)


def _has_lapsed(request: HttpRequest) -> bool:
    if not apps.is_installed("clairdroit.sign_in"):
        return False
    from clairdroit.sign_in import sessions

    # The account that Django finds in the session, where the site itself no longer believes it, or who signed out here.
    person = sessions.who_left(request) or get_user(request)
    return sessions.lapse(request) is not None and person.has_perm("wagtailadmin.access_admin")


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    if is_for_programs(request):
        detail = _("This request is too large: at most %(number)s MB.") % {"number": math.floor(most / MB)}
        return problem("too_large", detail)
    return render(request, "413.html", {"megabytes": math.floor(most / MB)}, status=413)


def has_too_many_fields(request: HttpRequest) -> bool:
    """Counted by their signs, before they are taken apart. The body is within the limit by now, and in memory."""
    if request.META.get("QUERY_STRING", "").count("&") >= PUBLIC_FIELDS:
        return True
    if request.content_type == "application/x-www-form-urlencoded":
        return request.body.count(b"&") >= PUBLIC_FIELDS
    if request.content_type == "multipart/form-data":
        return request.body.lower().count(b"content-disposition:") > PUBLIC_FIELDS
    return False
