"""Settings of this app: docs/settings.md lists them."""

import datetime

from clairdroit.app_settings import names, whole_number

SUPERUSERS = "superusers"

# `checks.check_role_names` asks whether there are such groups.
_required_roles = names(
    "CLAIRDROIT_SECOND_FACTOR_REQUIRED",
    of=f"names of groups, and {SUPERUSERS!r}",
    example=("Coordination", SUPERUSERS),
)
_idle_minutes = whole_number("CLAIRDROIT_IDLE_MINUTES", 60, least=5)
session_hours = whole_number("CLAIRDROIT_SESSION_HOURS", 12, least=1)


def required_roles() -> list[str]:
    """Names of groups, and `superusers`: whoever is one of them needs a second step."""
    return list(_required_roles())


def idle_limit() -> datetime.timedelta:
    return datetime.timedelta(minutes=_idle_minutes())


def longest() -> datetime.timedelta:
    return datetime.timedelta(hours=session_hours())
