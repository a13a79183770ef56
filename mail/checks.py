from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from clairdroit.mail.mailbox import address

SEE = "See docs/installing.md."


def check_mailbox(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    url = getattr(settings, "CLAIRDROIT_IMAP_URL", "")
    if not url:
        return []
    try:
        address.read(url)
    except address.BadAddressError as error:
        return [Error(f"CLAIRDROIT_IMAP_URL: {error}", hint=SEE, id="clairdroit_mail.E001")]
    if getattr(settings, "CLAIRDROIT_REPLY_ADDRESS", ""):
        return []
    return [
        Warning(
            "The mailbox of CLAIRDROIT_IMAP_URL is read, but no e-mail of ours says that one may reply to it.",
            hint=f"Set CLAIRDROIT_REPLY_ADDRESS to the mailbox's address. {SEE}",
            id="clairdroit_mail.W001",
        )
    ]
