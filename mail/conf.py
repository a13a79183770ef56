"""Settings of this app: docs/settings.md lists them."""

import datetime
from typing import Any

from clairdroit.app_settings import Setting, text, whole_number
from clairdroit.mail import mailbox_address
from clairdroit.retention.days import declare


def _is_mailbox(value: Any) -> bool:
    """Raises the mailbox's own sentence: a password in plain text goes no further than this machine."""
    if not isinstance(value, str):
        return False
    return not value or bool(mailbox_address.read(value))


# What the outbox speaks to the mail server with; `EMAIL_BACKEND` is the outbox itself.
delivery_backend = text(
    "CLAIRDROIT_MAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend",
    expected="the dotted name of a mail backend",
    pattern=r"\w+(\.\w+)+",
)
_backlog_minutes = whole_number("CLAIRDROIT_MAIL_BACKLOG_MINUTES", 30, least=1)
# Where replies go, to which each file adds a key after a plus; empty: this site takes none.
_reply_address = text(
    "CLAIRDROIT_REPLY_ADDRESS",
    expected="a bare e-mail address without a plus sign: reponse@ville.example",
    pattern=r"\s*[!-*,-?A-~]+@[!-*,-?A-~]+\s*",
)
# The mailbox behind that address; empty: none is fetched.
imap_url = Setting("CLAIRDROIT_IMAP_URL", "", mailbox_address.EXPECTED, _is_mailbox, str)
# Where a message goes once it is stored, and after how many days it leaves there for good.
imap_done_folder = text("CLAIRDROIT_IMAP_DONE_FOLDER", "Clairdroit", expected="a folder’s name")
imap_keep_days = whole_number("CLAIRDROIT_IMAP_KEEP_DAYS", 30, least=1)

# Days. E-mails that were delivered, and those that were not or perhaps not.
RETENTION = declare(mails=90, failed_mails=180)


def backlog() -> datetime.timedelta:
    """Mails that wait for longer than this are late: the mail server or the worker must be down."""
    return datetime.timedelta(minutes=_backlog_minutes())


def reply_address() -> str:
    return _reply_address().strip()
