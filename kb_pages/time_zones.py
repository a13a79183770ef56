"""A time zone as calendars want it described (RFC 5545, 3.6.5): by the rule of its changes, for as long as that holds.

icalendar lists the day of each change up to 2038 instead: a hundred lines in each file, of which some programs read
the first alone.
"""

import calendar
import datetime
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

# A rule is believed when so many years follow it.
YEARS = 12
# Before any event: the year that calendar programs begin their rules with.
FIRST_YEAR = 1970
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Change = tuple[datetime.datetime, datetime.timedelta, datetime.timedelta]


@lru_cache(maxsize=8)
def described(zone: ZoneInfo, *, year: int) -> Timezone | None:
    """None where its changes since `year` follow no weekday of a month. A tenth of a second, hence remembered."""
    document = Timezone()
    document.add("tzid", zone.key)
    years = [list(_changes(zone, each)) for each in range(year, year + YEARS)]
    if not any(years):
        offset = datetime.datetime(year, 1, 1, tzinfo=zone).utcoffset() or datetime.timedelta()
        first = datetime.datetime.combine(datetime.date(FIRST_YEAR, 1, 1), datetime.time())
        document.add_component(_part(first, offset, offset))
        return document
    # The first change of each year together, then the second. Uneven years are refused below.
    for changes in zip(*years, strict=False):
        rule = _rule([moment for moment, _, _ in changes])
        if rule is None or len(changes) != YEARS or any(len(each) != len(years[0]) for each in years):
            return None
        month, number, weekday = rule
        moment, before, after = changes[0]
        first = datetime.datetime.combine(_day(FIRST_YEAR, month, number, weekday), moment.time())
        part = _part(first, before, after)
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday=f"{number}{WEEKDAYS[weekday]}"))
        document.add_component(part)
    return document


def _part(
    first: datetime.datetime, before: datetime.timedelta, after: datetime.timedelta
) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if after > before else TimezoneStandard()
    part.add("dtstart", first)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """The clock before the change, as RFC 5545 wants it, and what it is set from and to."""
    # Hour by hour: zoneinfo has no list of its changes to ask for.
    hour = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    before = hour.astimezone(zone).utcoffset() or datetime.timedelta()
    while hour.year == year:
        hour += datetime.timedelta(hours=1)
        after = hour.astimezone(zone).utcoffset() or datetime.timedelta()
        if after != before:
            yield (hour + before).replace(tzinfo=None), before, after
        before = after


def _rule(moments: list[datetime.datetime]) -> tuple[int, int, int] | None:
    """Month, which of its weekdays (-1: the last), weekday."""
    first = moments[0]
    for number in (-1, (first.day - 1) // 7 + 1):
        if all(
            moment.date() == _day(moment.year, first.month, number, first.weekday()) and moment.time() == first.time()
            for moment in moments
        ):
            return first.month, number, first.weekday()
    return None


def _day(year: int, month: int, number: int, weekday: int) -> datetime.date:
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    # A fifth that a month has not: no rule says so.
    return datetime.date(year, month, days[number if number < 0 else min(number, len(days)) - 1])
