"""What a host project can forget without an error at its start, and what its production settings must not keep."""

from typing import Any

from django.conf import global_settings, settings
from django.core.checks import CheckMessage, Warning

SEE = "See docs/installing.md."
# What `wagtail start` writes.
EXAMPLE_ADDRESS = "http://example.com"


def check_partner_links(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if getattr(settings, "SESAME_MAX_AGE", None):
        return []
    return [
        Warning(
            "The links that partners receive never expire.",
            hint=f"Set SESAME_MAX_AGE = 30 * 24 * 60 * 60 (seconds). {SEE}",
            id="clairdroit_questions.W001",
        )
    ]


def check_mails(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """For `check --deploy`: in development mails go to a terminal, and link to nowhere."""
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND != "post_office.EmailBackend":
        found.append(
            Warning(
                "Wagtail's mails are sent while somebody waits for a page, and lost when the mail server is away.",
                hint=f"Set EMAIL_BACKEND = 'post_office.EmailBackend'. {SEE}",
                id="clairdroit_questions.W002",
            )
        )
    if settings.DEFAULT_FROM_EMAIL == global_settings.DEFAULT_FROM_EMAIL:
        found.append(
            Warning(
                f"Mails to citizens come from {settings.DEFAULT_FROM_EMAIL}, which mail servers refuse.",
                hint=f"Set DEFAULT_FROM_EMAIL to an address of your town. {SEE}",
                id="clairdroit_questions.W003",
            )
        )
    if getattr(settings, "WAGTAILADMIN_BASE_URL", "").rstrip("/") == EXAMPLE_ADDRESS:
        found.append(
            Warning(
                f"The links in mails, which are keys, lead to {EXAMPLE_ADDRESS}.",
                hint=f"Set WAGTAILADMIN_BASE_URL to your site's address. {SEE}",
                id="clairdroit_questions.W004",
            )
        )
    return found
