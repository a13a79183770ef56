from django.utils.translation import gettext as _

MAX_SAID = 200


class MailboxError(Exception):
    """What went wrong with the mail server, in a sentence; the messages are still there, and the next turn tries again.

    `said` is the server's own words: they help whoever looks after it, and hold nothing of any message.
    """

    def __init__(self, host: str, said: object = "") -> None:
        self.host = host
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        self.said = " ".join("".join(each if each.isprintable() else " " for each in text).split())[:MAX_SAID]
        super().__init__(host, self.said)

    def __str__(self) -> str:
        return f"{self.sentence} ({self.said})" if self.said else self.sentence

    @property
    def sentence(self) -> str:
        return _("The mail server %(host)s cannot be reached.") % {"host": self.host}


class NotTrustedError(MailboxError):
    @property
    def sentence(self) -> str:
        return _("The certificate of the mail server %(host)s is not valid: nothing was said to it.") % {
            "host": self.host
        }


class RefusedError(MailboxError):
    @property
    def sentence(self) -> str:
        return _("The mail server %(host)s refuses the name or the password.") % {"host": self.host}


class NoFolderError(MailboxError):
    @property
    def sentence(self) -> str:
        return _("The mail server %(host)s does not open the folder.") % {"host": self.host}


class BrokenOffError(MailboxError):
    @property
    def sentence(self) -> str:
        return _("The mail server %(host)s broke the line, or took too long.") % {"host": self.host}


class LeftBehindError(MailboxError):
    """Some messages were fetched, others not."""

    @property
    def sentence(self) -> str:
        return _("The mail server %(host)s did not give or did not move every message: the others were stored.") % {
            "host": self.host
        }
