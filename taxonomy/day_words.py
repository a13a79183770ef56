"""Days as people write them. Here because every app that shows a day stands above this one."""

import datetime
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

FIRST_OF_THE_MONTH = re.compile(r"\b1\b")


def day_in_words(day: datetime.date | datetime.datetime | None, pattern: str = "DATE_FORMAT") -> str:
    """ "12 novembre 2026", "1er janvier 2027"; "" for None. An instant is told in the site's time.

    `pattern` is one of Django's date formats or the name of one. The first of a month is an ordinal in French, and
    only that day; no format can say it. The day must stand before all other numbers of the pattern.
    """
    if day is None:
        return ""
    if isinstance(day, datetime.datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    text = date_format(day, pattern)
    if day.day == 1 and (get_language() or "").startswith("fr"):
        text = FIRST_OF_THE_MONTH.sub("1er", text, count=1)
    return text


def shortly(moment: datetime.datetime) -> str:
    """Day and hour for a narrow column."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
