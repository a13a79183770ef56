"""One visit to the mail server: opened, watched, closed; each failure as a MailboxError."""

import contextlib
import logging
import socket
import ssl
import threading
from collections.abc import Iterator

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from clairdroit.mail.mailbox.errors import MailboxError, NoFolderError, NotTrustedError, RefusedError
from clairdroit.mail.mailbox_address import MailboxAddress

# Seconds.
CONNECT, SILENCE = 15, 30
PIECE_BYTES = 1 << 20
# On DEBUG the library logs each line of the IMAP session, messages included.
logging.getLogger("imapclient").setLevel(logging.WARNING)


@contextlib.contextmanager
def opened(address: MailboxAddress, *, seconds: float) -> Iterator[IMAPClient]:
    """The folder, open. After so many seconds the line is cut, whatever the server does: one that sends a byte now
    and then would hold the worker for ever."""
    client = _connect(address)
    watch = threading.Timer(seconds, _cut, [client])
    watch.daemon = True
    watch.start()
    try:
        try:
            client.login(address.name, address.password)
        except LoginError as error:
            if isinstance(error.__context__, IMAPClientAbortError):
                raise error.__context__ from None
            raise RefusedError(address.host, error) from error
        try:
            client.select_folder(address.folder)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise NoFolderError(address.host, error) from error
        yield client
        with contextlib.suppress(IMAPClientError, OSError):
            # What was to be done is done.
            client.logout()
    finally:
        watch.cancel()
        with contextlib.suppress(IMAPClientError, OSError):
            client.shutdown()


def _connect(address: MailboxAddress) -> IMAPClient:
    try:
        return IMAPClient(
            address.host, address.port, ssl=address.is_encrypted, timeout=SocketTimeout(connect=CONNECT, read=SILENCE)
        )
    except ssl.SSLCertVerificationError as error:
        raise NotTrustedError(address.host, error.verify_message) from error
    except (OSError, IMAPClientError) as error:
        raise MailboxError(address.host, error) from error


def _cut(client: IMAPClient) -> None:
    with contextlib.suppress(OSError):
        client.socket().shutdown(socket.SHUT_RDWR)


class RemoteMessage:
    """A message to be read like a file, in pieces: a large one is never in memory whole. It stays unread there."""

    def __init__(self, client: IMAPClient, uid: int) -> None:
        self.client, self.uid = client, uid
        self.offset, self.is_over = 0, False

    def read(self, size: int) -> bytes:
        whole = bytearray()
        while not self.is_over and len(whole) < size:
            whole += self._piece(min(PIECE_BYTES, size - len(whole)))
        return bytes(whole)

    def _piece(self, wanted: int) -> bytes:
        """Less than what was wanted is the end (RFC 3501, 6.4.5); the size that a server tells is not always right."""
        answer = self.client.fetch([self.uid], [f"BODY.PEEK[]<{self.offset}.{wanted}>"]).get(self.uid, {})
        found = next((value for key, value in answer.items() if key.startswith(b"BODY[]")), None)
        if found is None and self.offset == 0:
            raise MessageGoneError
        data = bytes(found or b"")[:wanted]
        self.offset += len(data)
        self.is_over = len(data) < wanted
        return data


class MessageGoneError(Exception):
    """Another visitor has taken it, or somebody deleted it in their mail program."""
