"""What a person types into a date or a time stays as it is typed until the server has looked at it.

Wagtail's picker reads it again as soon as the field is left, and writes back what it understood: 31/02/2026 becomes
03/03/2026, and a word becomes today, both without a sign.
"""

import datetime
import functools
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django_filters.fields import DateRangeField
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

    # `validateOnBlur` is an option of the picker that Wagtail's Python does not offer.
    widget.get_config = get_config


def refuse_days_out_of_time() -> None:
    """Of the filters of Wagtail's lists. The first and the last day that Python knows begin or end outside of what it
    can tell in another time zone: the database was asked for them, and the page failed."""
    made = DateRangeField.compress

    @functools.wraps(made)
    def compress(field: Any, days: list[datetime.date | None]) -> slice | None:
        if any(day and day.year in (datetime.MINYEAR, datetime.MAXYEAR) for day in days):
            # Django's own words, in its catalogue.
            raise ValidationError(gettext("Enter a valid date."), code="invalid")
        return made(field, days)

    DateRangeField.compress = compress
