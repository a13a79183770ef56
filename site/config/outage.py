"""What is answered while the database or the disk fails: 503 with plain words, and when to come again."""

import errno
import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error as django_server_error

from config.problems import is_for_programs, problem

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 30
# Classes of SQLSTATE (PostgreSQL manual, appendix A): connection lost, transaction given up, out of disk, memory or
# connections, stopped by an operator, input or output failed. Without one the connection itself was not made.
PASSING_STATES = ("08", "40", "53", "57", "58")
# SQLite's result codes (sqlite.org/rescode.html), as the beginning of their names. SQLITE_ERROR is ours: no such table.
PASSING_NAMES = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_NOMEM",
    "SQLITE_PROTOCOL",
)
FULL = (errno.ENOSPC, errno.EDQUOT)


def is_outage(error: BaseException | None) -> bool:
    """Whether a machine's trouble, which passes, made the request fail, and no mistake of ours."""
    if isinstance(error, OSError):
        return error.errno in FULL
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if (name := getattr(cause, "sqlite_errorname", None)) is not None:
        return name.startswith(PASSING_NAMES)
    state = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(PASSING_STATES)


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's handler500, which Django calls while it handles the error, whichever layer raised it."""
    error = sys.exc_info()[1]
    if error is None or not is_outage(error):
        return django_server_error(request)
    # The kind alone: PostgreSQL quotes rows. One line for each request, and no trace of the stack.
    logger.error("A request could not be answered", extra={"reason": type(error.__cause__ or error).__name__})
    if isinstance(error, Error) and connection.connection is None:
        outage.begin()
    return unavailable(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session: the language is the address's."""
    response: HttpResponse
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        if is_for_programs(request):
            said = translation.gettext("The site cannot answer at the moment. Try again in a minute.")
            response = problem("unavailable", said)
        else:
            page = loader.get_template("503.html").render({"is_sent": request.method not in ("GET", "HEAD")})
            response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    # Django would log it once more, with the stack.
    noted: Any = response
    noted._has_been_logged = True
    return response


class Outage:
    """While no connection can be made, one request at a time finds out whether it can again; no other waits for it."""

    def __init__(self) -> None:
        self.is_on = False
        self.probing = threading.Lock()

    def begin(self) -> None:
        self.is_on = True

    def is_over(self) -> bool:
        if not self.probing.acquire(blocking=False):
            return False
        try:
            connection.ensure_connection()
        except Error:
            return False
        else:
            self.is_on = False
            return True
        finally:
            self.probing.release()


outage = Outage()


class OutageMiddleware:
    """Below what serves styles and scripts: those need no database, and the page that says so needs them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if outage.is_on and request.path_info not in ("/healthz", "/readyz") and not outage.is_over():
            return unavailable(request)
        return self.get_response(request)
