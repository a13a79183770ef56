"""Public forms without a cookie: a signed and dated token, a check of where the request comes from, a rate limit.

Why that is enough for a visitor who has no session: docs/adr/0002-public-forms-without-cookies.md.
"""

import datetime
import functools
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from clairdroit.partners_snippets.client_address import client_network

logger = logging.getLogger(__name__)

SALT = "clairdroit.public_forms"
# Long enough to write with interruptions, or on a page that a cache kept; short enough to make hoarding useless.
TOKEN_LIFETIME = datetime.timedelta(hours=12)
TOKEN_FIELD = "token"
MAX_TOKEN_LENGTH = 200

View = Callable[..., HttpResponse]


class FormTokenError(Exception):
    """The token does not prove that our form was shown; nobody is to blame, the form is shown again."""


class ExpiredTokenError(FormTokenError):
    pass


@dataclass(frozen=True)
class FormToken:
    """Says which form was shown and when. It says nothing of who saw it, so that a cache may keep the page."""

    form: str
    issued_at: datetime.datetime
    raw: str

    @classmethod
    def issue(cls, form: str) -> "FormToken":
        now = timezone.now().replace(microsecond=0)
        raw = signing.dumps([form, int(now.timestamp())], salt=SALT)
        return cls(form, now, raw)

    @classmethod
    def read(cls, raw: str, form: str) -> "FormToken":
        try:
            shown, seconds = signing.loads(raw[:MAX_TOKEN_LENGTH], salt=SALT)
            issued_at = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise FormTokenError("not one of ours") from error
        if shown != form:
            raise FormTokenError("made for another form")
        if timezone.now() - issued_at > TOKEN_LIFETIME:
            raise ExpiredTokenError("older than TOKEN_LIFETIME")
        return cls(form, issued_at, raw)

    @property
    def age(self) -> datetime.timedelta:
        return timezone.now() - self.issued_at

    def submission_key(self, *values: str) -> str:
        """The same for two copies of one submission (double click, reload), different for any other.

        The key is a keyed digest: it cannot be turned back into what was written.
        """
        content = "\x1f".join([self.raw, *(" ".join(value.split()) for value in values)])
        return salted_hmac(SALT + ".key", content, algorithm="sha256").hexdigest()


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a page of this very site made the browser send the request.

    `Sec-Fetch-Site` cannot be forged by another site's page; browsers older than it send `Origin`, or at
    least `Referer`. A request with none of them comes from a program or from a very old browser: the
    token and the rate limit remain.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if not source:
        return True
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == f"{request.scheme}://{request.get_host()}"


def public_form(view: View) -> View:
    """For a view that a visitor without a session posts to. It replaces Django's cookie-bound CSRF protection."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not comes_from_here(request):
            logger.warning("Form posted from another site refused")
            return render(request, "partners_snippets/foreign_form.html", status=403)
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            add_never_cache_headers(response)
        return response

    return csrf_exempt(checked)


def times_seen(request: HttpRequest, name: str, *, within: datetime.timedelta, submission_key: str = "") -> int:
    """How often this visitor's address used the named form of late, this time included."""
    return times_counted(name, client_network(request), within=within, submission_key=submission_key)


def times_counted(name: str, subject: str, *, within: datetime.timedelta, submission_key: str = "") -> int:
    """How often `name` was counted for `subject` (an address of any kind) of late, this time included.

    Copies of one submission (`FormToken.submission_key`) count once: who sends the same words again while the site
    cannot store them has sent them once.
    Only a keyed digest that changes every day is kept, and only in the cache. Each stretch of `within` counts anew,
    by its own key: a cache in the database forgets, at each use, when an entry was to end. None of several at once is
    lost, with caches that count in one step (`caches.counts_each`).
    """
    now = timezone.localtime()
    digest = salted_hmac(SALT + ".address", f"{now.date()}{subject}", algorithm="sha256").hexdigest()[:32]
    key = f"form:{name}:{int(now.timestamp() // within.total_seconds())}:{digest}"
    if submission_key and not cache.add(f"{key}:{submission_key}", 1, timeout=within.total_seconds()):
        return cache.get(key, 1)
    try:
        return cache.incr(key)
    except ValueError:
        if cache.add(key, 1, timeout=within.total_seconds()):
            return 1
    try:
        # Another process has just been the first of this stretch.
        return cache.incr(key)
    except ValueError:
        # The cache takes nothing in, as the database's while its disk is full: that stops nobody's form.
        return 1


def seconds_to_wait(within: datetime.timedelta) -> int:
    """Until `times_seen` counts anew."""
    length = within.total_seconds()
    return math.ceil(length - timezone.localtime().timestamp() % length)


def too_often(within: datetime.timedelta) -> str:
    """For whoever was refused: that nothing was done, and when it will be."""
    minutes = math.ceil(seconds_to_wait(within) / 60)
    return ngettext(
        "Too many requests came from your connection. Nothing was sent. Wait %(number)s minute, then send it again.",
        "Too many requests came from your connection. Nothing was sent. Wait %(number)s minutes, then send it again.",
        minutes,
    ) % {"number": minutes}


def refused(response: HttpResponse, within: datetime.timedelta) -> HttpResponse:
    """429 and when to come back (RFC 6585, section 4), on a page that says so in words."""
    response.status_code = 429
    response["Retry-After"] = str(seconds_to_wait(within))
    return response
