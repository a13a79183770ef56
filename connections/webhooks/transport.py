"""One POST to an address that an editor wrote. Standard library: nothing here may follow a redirect, use a proxy or
keep a connection, and the connection goes to the very addresses that were checked."""

import contextlib
import dataclasses
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlunsplit

from django.utils.translation import gettext as _

from clairdroit.connections.webhooks.guard import ForbiddenAddressError, checked, resolved

STEP_SECONDS = 5
# Over all steps: a server that sends one byte at a time must not keep the worker.
TOTAL_SECONDS = 12
MAX_DETAIL = 300


@dataclasses.dataclass(frozen=True)
class Answer:
    """What came back; `status` is None when nothing did. `detail` is for the editor."""

    status: int | None
    detail: str
    milliseconds: int

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
    """Never raises for what the other side does or fails to do."""
    begun = time.monotonic()
    try:
        status, detail = _exchange(url, headers, body)
    except ForbiddenAddressError as refusal:
        status, detail = None, str(refusal)
    except TimeoutError:
        status, detail = None, _("The server did not answer in time.")
    except ssl.SSLCertVerificationError as error:
        status, detail = None, _("The server’s certificate is not valid: %(why)s") % {"why": error.verify_message}
    except (OSError, HTTPException, ValueError) as error:
        status, detail = None, str(error) or type(error).__name__
    return Answer(status, detail[:MAX_DETAIL], round((time.monotonic() - begun) * 1000))


def _exchange(url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
    parts = checked(url)
    assert parts.hostname is not None
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    with _deadline(_connected(resolved(parts.hostname, port), port)) as connected:
        if secure:
            connected = ssl.create_default_context().wrap_socket(connected, server_hostname=parts.hostname)
        connection = (HTTPSConnection if secure else HTTPConnection)(parts.hostname, port)
        # Already open, so that the class does not look the name up again.
        connection.sock = connected
        try:
            # One message for each connection: keeping it open would hold a worker's socket for hours.
            connection.request("POST", target, body=body, headers={**headers, "Connection": "close"})
            answer = connection.getresponse()
            # The body is of no use, and may have no end: one piece, for the editor.
            said = answer.read1(MAX_DETAIL).decode(errors="replace")
        finally:
            connection.close()
    # A redirect would lead past the check of the address.
    if 300 <= answer.status < 400:
        return answer.status, _("The server sends elsewhere; redirects are not followed.")
    return answer.status, " ".join(said.replace("\x00", "").split())


def _connected(addresses: list[str], port: int) -> socket.socket:
    # The addresses that were judged, in the order of the resolver; the last one's error is the one that is told.
    for address in addresses[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, port), timeout=STEP_SECONDS)
    return socket.create_connection((addresses[-1], port), timeout=STEP_SECONDS)


@contextlib.contextmanager
def _deadline(connected: socket.socket) -> Iterator[socket.socket]:
    """Shuts the socket down after TOTAL_SECONDS, which is a TimeoutError whatever was read until then.

    Through a duplicate of its file descriptor: TLS takes the socket itself over.
    """
    duplicate = connected.dup()
    was_cut = threading.Event()

    def cut() -> None:
        was_cut.set()
        with contextlib.suppress(OSError):
            duplicate.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(TOTAL_SECONDS, cut)
    # A worker that is told to stop does not wait for it.
    timer.daemon = True
    timer.start()
    try:
        yield connected
    finally:
        timer.cancel()
        timer.join()
        duplicate.close()
        connected.close()
        if was_cut.is_set():
            # Also in place of the error that the cut caused; headers that end early cause none.
            raise TimeoutError
