"""What a host project can forget about its mails without an error at its start."""

from typing import Any

from django.conf import global_settings, settings
from django.core.checks import CheckMessage, Error, Warning

from clairdroit.mail import conf
from clairdroit.mail.mailbox import address

OUTBOX = "clairdroit.mail.backends.OutboxBackend"
SEE = "See docs/installing.md."


def check_delivery(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if conf.delivery_backend() != OUTBOX:
        return []
    return [
        Error(
            "The outbox would deliver its mails into itself.",
            hint=f"Set CLAIRDROIT_MAIL_BACKEND to what speaks to your mail server, or leave it out. {SEE}",
            id="clairdroit_mail.E002",
        )
    ]


def check_mails(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """For `check --deploy`: in development mails go to a terminal."""
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND != OUTBOX:
        found.append(
            Warning(
                "Wagtail's mails are sent while somebody waits for a page, and lost when the mail server is away.",
                hint=f"Set EMAIL_BACKEND = '{OUTBOX}'. {SEE}",
                id="clairdroit_mail.W002",
            )
        )
    if settings.DEFAULT_FROM_EMAIL == global_settings.DEFAULT_FROM_EMAIL:
        found.append(
            Warning(
                f"Mails to citizens come from {settings.DEFAULT_FROM_EMAIL}, which mail servers refuse.",
                hint=f"Set DEFAULT_FROM_EMAIL to an address of your town. {SEE}",
                id="clairdroit_mail.W003",
            )
        )
    return found


def check_mailbox(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    url = conf.imap_url()
    if not url:
        return []
    try:
        address.read(url)
    except address.BadAddressError as error:
        return [Error(f"CLAIRDROIT_IMAP_URL: {error}", hint=SEE, id="clairdroit_mail.E001")]
    if conf.reply_address():
        return []
    return [
        Warning(
            "The mailbox of CLAIRDROIT_IMAP_URL is read, but no e-mail of ours says that one may reply to it.",
            hint=f"Set CLAIRDROIT_REPLY_ADDRESS to the mailbox's address. {SEE}",
            id="clairdroit_mail.W001",
        )
    ]
