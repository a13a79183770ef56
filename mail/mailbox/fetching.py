"""Takes the messages of the mailbox: each is stored first, and put away in another folder only then.

Whatever still lies in the folder is not stored yet, or was stored by a process that died before it could put it away:
fetched again, it is the same record. Whether somebody has read a message in their mail program plays no part.
"""

import dataclasses
import datetime
import logging
import time

from django.utils import timezone
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from clairdroit.mail import conf, mailbox_address, receiving
from clairdroit.mail.mailbox.connection import MessageGoneError, RemoteMessage, opened
from clairdroit.mail.mailbox.errors import BrokenOffError, LeftBehindError, MailboxError, NoFolderError

logger = logging.getLogger(__name__)

# A message at which the line breaks is passed over; a server that breaks it more often is ill.
MAX_VISITS = 3


@dataclasses.dataclass
class Fetched:
    stored: int = 0
    known: int = 0
    forgotten: int = 0


def fetch_all(*, limit: int = 200, seconds: float = 240) -> Fetched:
    """Raises MailboxError, after everything that could be stored is stored; a DatabaseError ends the visit at once."""
    visit = _Visit(mailbox_address.read(conf.imap_url()), limit, time.monotonic() + seconds)
    for _number in range(MAX_VISITS):
        try:
            visit.run()
        except (IMAPClientAbortError, OSError) as error:
            if visit.current is None or visit.time_left <= 0:
                raise BrokenOffError(visit.address.host, error) from error
            visit.left.add(visit.current)
        else:
            break
    if visit.left:
        raise LeftBehindError(visit.address.host, visit.said)
    return visit.fetched


class _Visit:
    def __init__(self, mailbox: mailbox_address.MailboxAddress, limit: int, until: float) -> None:
        self.address, self.limit, self.until = mailbox, limit, until
        self.fetched = Fetched()
        self.current: int | None = None
        self.left: set[int] = set()
        self.said: object = ""

    @property
    def time_left(self) -> float:
        return self.until - time.monotonic()

    def run(self) -> None:
        self.current = None
        with opened(self.address, seconds=max(self.time_left, 0.1)) as client:
            done = self._done_folder(client)
            waiting = [uid for uid in sorted(client.search(["UNDELETED"])) if uid not in self.left]
            for uid in waiting[: self.limit]:
                self.current = uid
                try:
                    self._take(client, uid, done)
                except MessageGoneError:
                    continue
                except IMAPClientAbortError:
                    raise
                except IMAPClientError as error:
                    # The server refuses this one: the others need not wait.
                    self.left.add(uid)
                    self.said = error
            self.current = None
            self._forget_old(client, done)

    def _take(self, client: IMAPClient, uid: int, done: str) -> None:
        received = receiving.receive(RemoteMessage(client, uid))
        self.fetched.stored += received.is_new
        self.fetched.known += not received.is_new
        logger.info("E-mail fetched", extra={"incoming": received.number, "is_new": received.is_new})
        if client.has_capability("MOVE"):
            client.move([uid], done)
            return
        client.copy([uid], done)
        client.delete_messages([uid])
        if client.has_capability("UIDPLUS"):
            # Without it, EXPUNGE would take what others have marked, too: the mark alone keeps it from being fetched.
            client.uid_expunge([uid])

    def _done_folder(self, client: IMAPClient) -> str:
        name = conf.imap_done_folder() or conf.imap_done_folder.default
        separator = next((found for _flags, found, _name in client.list_folders("", "")), b"/") or b"/"
        # Some servers keep every folder below INBOX.
        names = (name, f"INBOX{separator.decode('ascii', 'replace')}{name}")
        for each in names:
            if client.folder_exists(each):
                return each
        refused: IMAPClientError | None = None
        for each in names:
            try:
                client.create_folder(each)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                refused = error
                continue
            return each
        raise NoFolderError(self.address.host, refused)

    def _forget_old(self, client: IMAPClient, done: str) -> None:
        """The site holds the message itself, encrypted, and erases it with its question: no copy outlives that here."""
        days = conf.imap_keep_days()
        try:
            client.select_folder(done)
            old = client.search(["BEFORE", timezone.localdate() - datetime.timedelta(days=days)])
            if old:
                client.delete_messages(old)
                client.expunge()
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise MailboxError(self.address.host, error) from error
        self.fetched.forgotten = len(old)
