"""What a host project can forget without an error at its start, and what its production settings must not keep."""

from typing import Any

from django.conf import settings
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


def check_links(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """For `check --deploy`: in development mails link to nowhere."""
    if getattr(settings, "WAGTAILADMIN_BASE_URL", "").rstrip("/") != EXAMPLE_ADDRESS:
        return []
    return [
        Warning(
            f"The links in mails, which are keys, lead to {EXAMPLE_ADDRESS}.",
            hint=f"Set WAGTAILADMIN_BASE_URL to your site's address. {SEE}",
            id="clairdroit_questions.W004",
        )
    ]
