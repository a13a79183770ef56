"""The settings of this app, read when they are needed: docs/settings.md lists them."""

import datetime

from django.conf import settings


def trusted_hosts() -> list[str]:
    """Where webhooks may go without HTTPS, or into the town's own network."""
    return list(getattr(settings, "CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS", ()))


def patience() -> datetime.timedelta:
    """A webhook that has failed for so long without one success is switched off."""
    return datetime.timedelta(days=getattr(settings, "CLAIRDROIT_WEBHOOK_PATIENCE_DAYS", 3))


def requests_per_minute() -> int:
    """Of each key, at the partners' interface."""
    return getattr(settings, "CLAIRDROIT_API_REQUESTS_PER_MINUTE", 120)
