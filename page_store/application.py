"""The WSGI application that stands before Django's: no middleware runs and no address is resolved for a kept page.

Only whoever brings nothing of their own is answered here: GET or HEAD, none of our cookies, no `Authorization`, no
part of a page (`Range`). All others pass through untouched.
"""

import gzip
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from clairdroit.page_store import conf, encodings, notes
from clairdroit.page_store.notes import Notes
from clairdroit.page_store.store import Headers, Page, PageStore, Turn
from clairdroit.page_store.versions import Watcher

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]
Key = tuple[str, ...]

# How long others wait for the first to make a page, before each makes its own.
WAIT_SECONDS = 10
# A page whose time is over is answered so long to all but the one who makes it anew.
GRACE_SECONDS = 30
LONGEST_QUERY = 500
# The address as a visitor sees it, which links in the page repeat; behind a proxy these say it.
ADDRESS = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "SCRIPT_NAME",
    "PATH_INFO",
)
# Of the page as it travelled once, or of who asked for it.
TRAVELLING = {"content-length", "content-encoding", "etag", "vary", "date", "x-request-id", "age"}


def in_front_of(application: Application, *, own_headers: Callable[[Environ], Headers] = lambda _: []) -> Application:
    """The application as it is where no memory is given for pages."""
    if not conf.megabytes():
        return application
    return KeptPages(application, most_bytes=conf.megabytes() * 1024 * 1024, own_headers=own_headers)


class KeptPages:
    """`own_headers` gives those that each answer has for itself, such as the number of the request."""

    def __init__(
        self, application: Application, *, most_bytes: int, own_headers: Callable[[Environ], Headers] = lambda _: []
    ) -> None:
        self.application = application
        self.own_headers = own_headers
        self.store = PageStore(most_bytes)
        self.watcher = Watcher(self.store.drop)
        # One thread: compressing is never in the way of more than one core.
        self.compressing = ThreadPoolExecutor(1, "clairdroit-brotli")

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        self.watcher.look()
        page = self.store.get(key)
        if page is not None and page.is_fresh:
            return self.answer(page, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        turn, is_ours = self.store.begin(key)
        if is_ours:
            return self.make(key, turn, page, environ, start_response)
        if page is not None and time.monotonic() < page.fresh_until + GRACE_SECONDS:
            return self.answer(page, environ, start_response)
        turn.done.wait(WAIT_SECONDS)
        page = self.store.get(key)
        if page is not None and page.is_fresh:
            return self.answer(page, environ, start_response)
        return self.application(environ, start_response)

    def make(
        self, key: Key, turn: Turn, before: Page | None, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """`before`: the page as it was, which is better than an answer that the database gave none."""
        page = None
        try:
            status, headers, body, noted = self.asked_django(environ)
            if before is not None and status.startswith("503"):
                logger.warning("A kept page stands in for one that could not be made")
                page = before
                _close(body)
            elif self.may_be_kept(status, headers, key, noted):
                page = self.page_of(headers, body, noted)
                # Changes during these moments were noted in `turn`.
                self.watcher.look_now()
        finally:
            self.store.end(key, turn, page)
        if page is None:
            start_response(status, headers)
            return body
        if page is not before:
            self.compressing.submit(self.compress, key, page)
        return self.answer(page, environ, start_response)

    def asked_django(self, environ: Environ) -> tuple[str, Headers, Iterable[bytes], Notes]:
        said: list[tuple[str, Headers]] = []

        def note_start(status: str, headers: Headers, exc_info: Any = None) -> None:
            said.append((status, headers))

        noted = Notes()
        token = notes.current.set(noted)
        try:
            body = self.application(environ, note_start)
        finally:
            notes.current.reset(token)
        status, headers = said[-1]
        return status, headers, body, noted

    def may_be_kept(self, status: str, headers: Headers, key: Key, noted: Notes) -> bool:
        if noted.parameters is None or noted.has_written or not status.startswith("200"):
            return False
        if not {name for name, _ in parse_qsl(key[-1], keep_blank_values=True)} <= noted.parameters:
            return False
        names = {name.lower() for name, _ in headers}
        control, vary = _words(headers, "cache-control"), _words(headers, "vary")
        if "set-cookie" in names or control & {"private", "no-store", "no-cache"} or vary - {"accept-encoding"}:
            return False
        return self.watcher.are_watched(noted.tables) and not self.watcher.is_blind

    def page_of(self, headers: Headers, body: Iterable[bytes], noted: Notes) -> Page:
        content = b"".join(body)
        _close(body)
        if "gzip" in _words(headers, "content-encoding"):
            content = gzip.decompress(content)
        ages = [word.partition("=")[2] for word in _words(headers, "cache-control") if word.startswith("max-age=")]
        seconds = min([noted.seconds, *(int(age) for age in ages if age.isdigit())])
        return Page(
            headers=[(name, value) for name, value in headers if name.lower() not in TRAVELLING],
            gzipped=encodings.to_gzip(content),
            tables=frozenset(noted.tables),
            fresh_until=time.monotonic() + seconds,
        )

    def compress(self, key: Key, page: Page) -> None:
        self.store.add_brotli(key, page, encodings.to_brotli(encodings.to_plain(page.gzipped)))

    def answer(self, page: Page, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = [
            *page.headers,
            ("ETag", page.etag),
            ("Vary", "Accept-Encoding"),
            ("Age", str(page.age)),
            *self.own_headers(environ),
        ]
        if _is_named(page.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
            start_response("304 Not Modified", [each for each in headers if each[0] != "Content-Type"])
            return []
        encoding, body = page.body(encodings.wanted_by(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def key_of(environ: Environ) -> Key | None:
    """The address, its query in one order; None for what is Django's alone to answer."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    if "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ or _has_our_cookies(environ.get("HTTP_COOKIE", "")):
        return None
    query = environ.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return None
    if "&" in query:
        # By name alone: of several values for one name the order may mean something.
        query = "&".join(sorted(query.split("&"), key=lambda part: part.partition("=")[0]))
    return (*(str(environ.get(name, "")) for name in ADDRESS), query)


def _has_our_cookies(header: str) -> bool:
    """Those of others on the same host, such as a town's statistics, change nothing here."""
    if not header:
        return False
    ours = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"}
    return any(part.partition("=")[0].strip() in ours for part in header.split(";"))


def _words(headers: Headers, wanted: str) -> set[str]:
    values = (value for name, value in headers if name.lower() == wanted)
    return {word.strip().lower() for value in values for word in value.split(",") if word.strip()}


def _is_named(etag: str, header: str) -> bool:
    weak = etag.removeprefix("W/")
    return header.strip() == "*" or weak in [each.strip().removeprefix("W/") for each in header.split(",")]


def _close(body: Iterable[bytes]) -> None:
    """Django's response tells by this that the request is over."""
    close = getattr(body, "close", None)
    if close is not None:
        close()
