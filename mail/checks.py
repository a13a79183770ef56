"""What a host project can forget about its mails without an error at its start."""

from typing import Any

from django.conf import global_settings, settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from clairdroit.mail import conf

OUTBOX = "clairdroit.mail.backends.OutboxBackend"
SEE = "See docs/installing.md."


def check_delivery(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    hint = f"Set CLAIRDROIT_MAIL_BACKEND to what speaks to your mail server, or leave it out. {SEE}"
    if conf.delivery_backend() == OUTBOX:
        return [Error("The outbox would deliver its mails into itself.", hint=hint, id="clairdroit_mail.E002")]
    try:
        import_string(conf.delivery_backend())
    except ImportError:
        sentence = "CLAIRDROIT_MAIL_BACKEND names nothing that is installed: no e-mail would leave."
        return [Error(sentence, hint=hint, id="clairdroit_mail.E003")]
    return []


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
    if not conf.imap_url() or conf.reply_address():
        return []
    return [
        Warning(
            "The mailbox of CLAIRDROIT_IMAP_URL is read, but no e-mail of ours says that one may reply to it.",
            hint=f"Set CLAIRDROIT_REPLY_ADDRESS to the mailbox's address. {SEE}",
            id="clairdroit_mail.W001",
        )
    ]
