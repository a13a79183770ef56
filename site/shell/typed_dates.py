"""What a person types into a date or a time stays as it is typed until the server has looked at it.

Wagtail's picker reads it again as soon as the field is left, and writes back what it understood: 31/02/2026 becomes
03/03/2026, and a word becomes today, both without a sign.
"""

import functools
from typing import Any

from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput


def keep_typed_dates() -> None:
    """Once, for the fields of forms and for those that blocks make by script: both ask `get_config`."""
    for widget in (AdminDateInput, AdminDateTimeInput, AdminTimeInput):
        _leave_alone(widget)


def _leave_alone(widget: Any) -> None:
    asked = widget.get_config

    @functools.wraps(asked)
    def get_config(field: Any) -> dict[str, Any]:
        return asked(field) | {"validateOnBlur": False}

    widget.get_config = get_config
