"""Processes of a web server, each with its own memory, in one process of the tests."""

import time

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from clairdroit.page_store.application import KeptPages


class Answer:
    def __init__(self, status, headers, body):
        self.status = int(status.split()[0])
        self.headers = {name.lower(): value for name, value in headers}
        self.names = [name.lower() for name, _ in headers]
        self.body = body


class Counted:
    """Django's own application, which counts how often it is asked."""

    def __init__(self):
        self.application = WSGIHandler()
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return self.application(environ, start_response)


def _answer(application, path, method, environ):
    request = getattr(RequestFactory(), method)(path, **environ)
    said = []
    body = application(request.environ, lambda status, headers, exc_info=None: said.append((status, headers)))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Answer(*said[-1], content)


def now(path):
    """What Django answers, with nothing before it. Not by its test client, after which each request ends the
    connection of the test."""
    return _answer(WSGIHandler(), path, "get", {})


class Process:
    """A process of the web server with its own memory."""

    def __init__(self, most_bytes=10_000_000):
        self.django = Counted()
        self.pages = KeptPages(
            self.django, most_bytes=most_bytes, own_headers=lambda environ: [("X-Request-ID", "of-this-answer")]
        )

    def get(self, path, *, method="get", **environ):
        return _answer(self.pages, path, method, environ)

    def kept(self, path, **environ):
        """Asks until the page is kept: the first to read a table lets it be watched."""
        for _ in range(3):
            asked = len(self.django.asked)
            answer = self.get(path, **environ)
            if len(self.django.asked) == asked:
                return answer
        raise AssertionError(f"{path} is not kept")

    def is_kept(self, path, **environ):
        try:
            self.kept(path, **environ)
        except AssertionError:
            return False
        return True

    def let_it_look(self):
        self.pages.watcher.looked_at = time.monotonic() - 60
