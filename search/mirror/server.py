"""The server: where it is, what this site's index on it is called, and what can be wrong with it."""

import logging
import threading
import time
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError

from clairdroit.search import conf

logger = logging.getLogger(__name__)

# Whatever the server or the way to it does wrong.
ERRORS = (ApiError, TransportError)
# A reader waits for this long at most, once; then the database answers.
READING_SECONDS = 1.0
WRITING_SECONDS = 30.0
PAUSE_SECONDS = 30.0


class Trouble(models.TextChoices):
    UNREACHABLE = "unreachable", _("The search server does not answer.")
    SLOW = "slow", _("The search server answers too slowly.")
    REFUSED = "refused", _("The search server refuses this site’s name or password.")
    NO_INDEX = "no index", _("The search server has no index for this site yet, or one of an older version.")
    FAILING = "failing", _("The search server answers with an error.")
    WAITING = "waiting", _("Changes have waited for several minutes to reach the search server.")
    BEHIND = "behind", _("The search server’s index does not hold as many documents as the database.")

    @property
    def sentence(self) -> str:
        """As logs, commands and `/readyz` say it, whatever the language of whoever is served."""
        with translation.override("en"):
            return str(self.label)


def trouble_of(error: Exception) -> Trouble:
    if isinstance(error, ConnectionTimeout):
        return Trouble.SLOW
    if isinstance(error, ApiError):
        by_status = {401: Trouble.REFUSED, 403: Trouble.REFUSED, 404: Trouble.NO_INDEX}
        return by_status.get(error.meta.status if error.meta.status != 200 else _inner_status(error), Trouble.FAILING)
    return Trouble.UNREACHABLE if isinstance(error, TransportError) else Trouble.FAILING


def _inner_status(error: ApiError) -> int:
    """Several searches in one request fail one by one, inside an answer whose own status is 200."""
    return error.body.get("status", 0) if isinstance(error.body, dict) else 0


def address() -> str:
    """Without a port, Elasticsearch's own is meant, or the usual one behind a proxy that speaks https."""
    url = conf.elasticsearch_url()
    parts = urlsplit(url)
    default = 443 if parts.scheme == "https" else 9200
    return url if parts.port else parts._replace(netloc=f"{parts.netloc}:{default}").geturl()


def reader() -> Elasticsearch:
    return _client(address(), READING_SECONDS)


def writer() -> Elasticsearch:
    return _client(address(), WRITING_SECONDS)


@cache
def _client(url: str, timeout: float) -> Elasticsearch:
    # Whoever searches does not wait for a second try, and whoever writes is called again.
    return Elasticsearch(url, request_timeout=timeout, max_retries=0, retry_on_timeout=False)


def prefix() -> str:
    """What this site's indexes on the server begin with; by default from the site's address, for towns that share."""
    host = urlsplit(getattr(settings, "WAGTAILADMIN_BASE_URL", "") or "").hostname or "site"
    return conf.elasticsearch_prefix() or f"clairdroit-{slugify(host.replace('.', '-'))}"


class CircuitBreaker:
    """After a failure nobody asks the server for a while; then one does, on behalf of all. One per process."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()
        self._next_try: float | None = None

    def allows(self) -> bool:
        with self._lock:
            if self._next_try is None:
                return True
            if time.monotonic() < self._next_try:
                return False
            self._next_try = time.monotonic() + PAUSE_SECONDS
            return True

    def failed(self, error: Exception) -> None:
        with self._lock:
            is_first, self._next_try = self._next_try is None, time.monotonic() + PAUSE_SECONDS
        if is_first:
            # Not the error itself: it can hold what was searched for.
            self._log("Elasticsearch is left out: the database searches", trouble=str(trouble_of(error).value))

    def succeeded(self) -> None:
        with self._lock:
            was_open, self._next_try = self._next_try is not None, None
        if was_open:
            self._log("Elasticsearch is back: it searches again")

    def _log(self, message: str, **extra: Any) -> None:
        logger.warning(message, extra={"search": self.name, **extra})


breaker = CircuitBreaker("the public search")
