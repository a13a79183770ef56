"""Settings of this app: docs/settings.md lists them."""

import datetime
from collections.abc import Sequence

from clairdroit.app_settings import Setting, checked_elsewhere, whole_number

SUPERUSERS = "superusers"

# `checks.check_required_roles` looks at it, and `check_role_names` asks whether there are such groups.
_required_roles: Setting[Sequence[str]] = checked_elsewhere("CLAIRDROIT_SECOND_FACTOR_REQUIRED", ())
_idle_minutes = whole_number("CLAIRDROIT_IDLE_MINUTES", 60, least=1)
_session_hours = whole_number("CLAIRDROIT_SESSION_HOURS", 12, least=1)


def required_roles() -> list[str]:
    """Names of groups, and `superusers`: whoever is one of them needs a second step."""
    return list(_required_roles())


def idle_limit() -> datetime.timedelta:
    return datetime.timedelta(minutes=_idle_minutes())


def longest() -> datetime.timedelta:
    return datetime.timedelta(hours=_session_hours())
