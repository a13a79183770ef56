"""Settings of this app: docs/settings.md lists them."""

from typing import Any

from clairdroit.app_settings import Setting, split_at_commas
from clairdroit.retention.days import declare, defaults

EXPECTED = "whole numbers of days, 1 or more"


def _are_days(value: Any) -> bool:
    """Which names there are is known when the `conf.py` of all apps were read: the sentence is made then."""
    if isinstance(value, dict) and all(
        name in defaults() and isinstance(days, int) and not isinstance(days, bool) and days >= 1
        for name, days in value.items()
    ):
        return True
    raise ValueError(f"it expects {EXPECTED}, for some of: {', '.join(defaults())}.")


def _days_by_name(text: str) -> dict[str, int]:
    pairs = (each.split("=", 1) for each in split_at_commas(text))
    return {name.strip(): int(days) for name, days in pairs}


_days: Setting[dict[str, int]] = Setting(
    "CLAIRDROIT_RETENTION_DAYS", {}, EXPECTED, _are_days, _days_by_name, f"answered=365,spam=30: {EXPECTED}"
)

# Where django-axes writes them down.
RETENTION = declare(sign_ins=30)


def days() -> dict[str, int]:
    """What is not named keeps its default."""
    return defaults() | _days()
