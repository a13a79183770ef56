"""School holidays for the `SH` of opening hours, which opening-hours-py parses but has no dates for.

Source of the dates: vacances-scolaires-france. Corsica and the overseas départements follow calendars of
their own, which it does not hold: there `SH` stays unknown.
"""

import datetime
import re
from functools import lru_cache

from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

DEPARTEMENTS_BY_ZONE = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    "B": (
        "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62 "
        "67 68 72 76 80 83 84 85 88"
    ),
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
ZONE_OF = {code: zone for zone, codes in DEPARTEMENTS_BY_ZONE.items() for code in codes.split()}

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SH = re.compile(r"\bSH\b")
# "SH", "PH,SH" or "Mo-Fr,SH" at the head of a rule, then its times.
_RULE_WITH_SH = re.compile(r"^(?P<selectors>[A-Za-z,\-\s\[\]0-9]*?\bSH\b(?:\s*,\s*\w+)*)(?P<rest>(\s.*)?)$")


def departement_of(insee: str | None) -> str:
    """The département's code is the beginning of the commune's: two characters, three overseas."""
    if not insee:
        return ""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def mentions_school_holidays(expression: str) -> bool:
    return bool(_SH.search(expression))


@lru_cache(maxsize=1)
def _calendar() -> SchoolHolidayDates:
    return SchoolHolidayDates()


def is_school_holiday(day: datetime.date, departement: str) -> bool | None:
    """None where no calendar is known."""
    zone = ZONE_OF.get(departement)
    if zone is None:
        return None
    try:
        return bool(_calendar().is_holiday_for_zone(day, zone))
    except UnsupportedYearException:
        return None


@lru_cache(maxsize=64)
def holiday_ranges(zone: str, year: int) -> tuple[tuple[datetime.date, datetime.date], ...]:
    """The zone's school holidays from December of the year before to the end of the year after."""
    days: list[datetime.date] = []
    for each in (year - 1, year, year + 1):
        try:
            days += _calendar().holidays_for_year_and_zone(each, zone)
        except UnsupportedYearException:
            continue
    ranges: list[list[datetime.date]] = []
    for day in sorted(days):
        if day < datetime.date(year - 1, 12, 1):
            continue
        if ranges and day - ranges[-1][1] == datetime.timedelta(days=1):
            ranges[-1][1] = day
        else:
            ranges.append([day, day])
    return tuple((first, last) for first, last in ranges)


def _osm_dates(zone: str, year: int) -> str:
    def word(day: datetime.date) -> str:
        return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}"

    return ",".join(f"{word(first)}-{word(last)}" for first, last in holiday_ranges(zone, year))


@lru_cache(maxsize=4096)
def with_school_holidays(expression: str, departement: str, year: int) -> str:
    """`expression` with every `SH` spelled out as dates; unchanged where that cannot be done.

    "SH Mo-Fr 10:00-12:00" becomes "2026 Dec 19-2027 Jan 03,… Mo-Fr 10:00-12:00"; in "PH,SH off" the
    two selectors mean "or", so the rule becomes two.
    """
    zone = ZONE_OF.get(departement)
    if zone is None or not mentions_school_holidays(expression):
        return expression
    dates = _osm_dates(zone, year)
    if not dates:
        return expression
    rules: list[str] = []
    for rule in (part.strip() for part in expression.split(";")):
        match = _RULE_WITH_SH.match(rule)
        if not match:
            rules.append(rule)
            continue
        others = [one.strip() for one in match["selectors"].split(",") if one.strip() not in ("SH", "")]
        if any(_SH.search(one) for one in others):  # "Jul-Aug SH": an intersection, which dates cannot say
            return expression
        if others:
            rules.append(",".join(others) + match["rest"])
        rules.append(dates + match["rest"])
    return "; ".join(rules)
