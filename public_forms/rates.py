"""How often a form is used from one address, and the words for whoever is refused."""

import datetime
import math

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from clairdroit.public_forms.client_address import client_network

SALT = "clairdroit.public_forms.address"
WINDOW = datetime.timedelta(hours=1)
# A CCAS sends several questions an hour from one address: beyond QUIET_LIMIT a small task is asked for. Beyond
# HARD_LIMIT a question is kept for an editor to look at first; forms that keep nothing refuse.
QUIET_LIMIT, HARD_LIMIT = 5, 20


def times_seen(
    request: HttpRequest, name: str, *, within: datetime.timedelta = WINDOW, submission_key: str = ""
) -> int:
    """How often this visitor's address used the named form of late, this time included."""
    return times_counted(name, client_network(request), within=within, submission_key=submission_key)


def is_flooded(request: HttpRequest, name: str, *, most: int = HARD_LIMIT) -> bool:
    """Whether this visitor's address has used the named form more than `most` times in this WINDOW, now included."""
    return times_seen(request, name) > most


def times_counted(name: str, subject: str, *, within: datetime.timedelta = WINDOW, submission_key: str = "") -> int:
    """How often `name` was counted for `subject` (an address of any kind) of late, this time included.

    Copies of one submission (`FormToken.submission_key`) count once: who sends the same words again while the site
    cannot store them has sent them once.
    Only a keyed digest that changes every day is kept, and only in the cache. Each stretch of `within` counts anew,
    by its own key: a cache in the database forgets, at each use, when an entry was to end. None of several at once is
    lost, with caches that count in one step (`caches.counts_each`).
    """
    now = timezone.localtime()
    digest = salted_hmac(SALT, f"{now.date()}{subject}", algorithm="sha256").hexdigest()[:32]
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


def seconds_to_wait(within: datetime.timedelta = WINDOW) -> int:
    """Until `times_seen` counts anew."""
    length = within.total_seconds()
    return math.ceil(length - timezone.localtime().timestamp() % length)


def too_often(within: datetime.timedelta = WINDOW) -> str:
    """For whoever was refused: that nothing was done, and when it will be."""
    minutes = math.ceil(seconds_to_wait(within) / 60)
    return ngettext(
        "Too many requests came from your connection. Nothing was sent. Wait %(number)s minute, then send it again.",
        "Too many requests came from your connection. Nothing was sent. Wait %(number)s minutes, then send it again.",
        minutes,
    ) % {"number": minutes}


def refused(response: HttpResponse, within: datetime.timedelta = WINDOW) -> HttpResponse:
    """429 and when to come back (RFC 6585, section 4), on a page that says so in words."""
    response.status_code = 429
    response["Retry-After"] = str(seconds_to_wait(within))
    return response
