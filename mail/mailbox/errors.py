from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_SAID = 200


class MailboxError(Exception):
    """What went wrong with the mail server, in a sentence; the messages are still there, and the next turn tries again.

    `said` is the server's own words: they help whoever looks after it, and hold nothing of any message.
    """

    words: ClassVar[str | Promise] = _("The mail server %(host)s cannot be reached.")

    def __init__(self, host: str, said: object = "") -> None:
        self.host = host
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        self.said = " ".join("".join(each if each.isprintable() else " " for each in text).split())[:MAX_SAID]
        super().__init__(host, self.said)

    def __str__(self) -> str:
        return f"{self.sentence} ({self.said})" if self.said else self.sentence

    @property
    def sentence(self) -> str:
        return str(self.words) % {"host": self.host}


class NotTrustedError(MailboxError):
    words = _("The certificate of the mail server %(host)s is not valid: nothing was said to it.")


class RefusedError(MailboxError):
    words = _("The mail server %(host)s refuses the name or the password.")


class NoFolderError(MailboxError):
    words = _("The mail server %(host)s does not open the folder.")


class BrokenOffError(MailboxError):
    words = _("The mail server %(host)s broke the line, or took too long.")


class LeftBehindError(MailboxError):
    """Some messages were fetched, others not."""

    words = _("The mail server %(host)s did not give or did not move every message: the others were stored.")
