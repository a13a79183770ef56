"""Working days, as offices in France keep them: neither weekends nor public holidays of the place.

Dates and counting are the `holidays` library's, which knows the two more of Alsace and Moselle and those overseas.
"""

import datetime
from functools import lru_cache

import holidays
from django.utils import timezone

# The library's names of the départements and collectivities that have holidays of their own.
from clairdroit.taxonomy import conf

SUBDIVISIONS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
YEARS = range(2000, 2100)


@lru_cache(maxsize=128)
def _calendar(departement: str) -> holidays.HolidayBase:
    """With its years: one that it adds when asked is empty for a moment, and another thread would read that."""
    return holidays.country_holidays("FR", subdiv=SUBDIVISIONS.get(departement), years=YEARS)


def is_working_day(day: datetime.date, departement: str = "") -> bool:
    return _calendar(departement).is_working_day(day)


def is_working_day_here(day: datetime.date) -> bool:
    """For the town that runs the site (CLAIRDROIT_DEPARTEMENT): on other days no reminder leaves."""
    return is_working_day(day, home())


def home() -> str:
    return conf.departement()


def add_working_days(day: datetime.date, number: int, departement: str = "") -> datetime.date:
    """The `number`-th working day after this one, which itself is not counted."""
    return _calendar(departement).get_nth_working_day(day, number) if number > 0 else day


def working_days_between(start: datetime.date, end: datetime.date, departement: str = "") -> int:
    """How many working days after `start`, up to and with `end`; 0 when `end` is not after it."""
    if end <= start:
        return 0
    return _calendar(departement).get_working_days_count(start + datetime.timedelta(days=1), end)


def deadline(moment: datetime.datetime, number: int, departement: str = "") -> datetime.datetime:
    """The end of the `number`-th working day after this moment, by the clock of the site."""
    last = add_working_days(timezone.localdate(moment), number, departement)
    return timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min))
