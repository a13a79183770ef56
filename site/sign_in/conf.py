"""The settings of this app, read when they are needed: docs/settings.md lists them."""

import datetime

from django.conf import settings

SUPERUSERS = "superusers"


def required_roles() -> list[str]:
    """Names of groups, and `superusers`: whoever is one of them needs a second step."""
    return list(getattr(settings, "CLAIRDROIT_SECOND_FACTOR_REQUIRED", []))


def idle_limit() -> datetime.timedelta:
    return datetime.timedelta(minutes=getattr(settings, "CLAIRDROIT_IDLE_MINUTES", 60))


def longest() -> datetime.timedelta:
    return datetime.timedelta(hours=getattr(settings, "CLAIRDROIT_SESSION_HOURS", 12))
