"""Time zones in calendars: the rule of their changes, and what programs make of it."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from icalendar import Calendar

from clairdroit.kb_pages.time_zones import described

from .factories import EventPageFactory

PARIS = ZoneInfo("Europe/Paris")
WITHOUT_RULE = "Africa/Casablanca"


def parts(zone, year=2026):
    return {part.name: part for part in described(ZoneInfo(zone), year=year).subcomponents}


def told(zone, moment):
    """What a program reckons from the description alone, as RFC 5545 says: the last change before the clock's hour."""
    changes = []
    for part in described(zone, year=2026).subcomponents:
        days = part["RRULE"]["BYDAY"][0] if "RRULE" in part else None
        if days is None:
            return part["TZOFFSETTO"].td
        month, number, weekday = (
            part["RRULE"]["BYMONTH"][0],
            int(days[:-2]),
            ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(days[-2:]),
        )
        for year in (moment.year - 1, moment.year):
            every = [
                day
                for day in (datetime.date(year, month, 1) + datetime.timedelta(days=n) for n in range(31))
                if day.month == month and day.weekday() == weekday
            ]
            day = every[number if number < 0 else number - 1]
            changes.append((datetime.datetime.combine(day, part["DTSTART"].dt.time()), part["TZOFFSETTO"].td))
    return max(change for change in changes if change[0] <= moment)[1]


def test_paris_is_told_by_two_rules():
    found = parts("Europe/Paris")
    assert set(found) == {"DAYLIGHT", "STANDARD"}
    summer, winter = found["DAYLIGHT"], found["STANDARD"]
    assert summer["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
    assert winter["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
    assert summer["DTSTART"].to_ical() == b"19700329T020000"
    assert winter["DTSTART"].to_ical() == b"19701025T030000"
    assert (summer["TZOFFSETFROM"].to_ical(), summer["TZOFFSETTO"].to_ical()) == ("+0100", "+0200")
    assert (winter["TZOFFSETFROM"].to_ical(), winter["TZOFFSETTO"].to_ical()) == ("+0200", "+0100")


@pytest.mark.parametrize("zone", ["Indian/Reunion", "America/Guadeloupe", "America/Cayenne", "Pacific/Noumea"])
def test_a_place_that_changes_no_clock_has_one_part_without_a_rule(zone):
    found = parts(zone)
    assert set(found) == {"STANDARD"}
    assert "RRULE" not in found["STANDARD"]
    assert found["STANDARD"]["TZOFFSETTO"].td == datetime.datetime(2026, 7, 1, tzinfo=ZoneInfo(zone)).utcoffset()


def test_other_weekdays_than_the_last_of_a_month_are_counted():
    found = parts("America/Miquelon")
    assert found["DAYLIGHT"]["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"
    assert found["STANDARD"]["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"


def test_a_zone_that_follows_the_moon_has_no_rule():
    assert described(ZoneInfo(WITHOUT_RULE), year=2026) is None


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Miquelon", "Indian/Reunion"])
def test_a_program_that_reads_the_rules_alone_knows_every_day_of_twelve_years(zone):
    zone = ZoneInfo(zone)
    day = datetime.datetime(2026, 1, 1, 12)
    while day.year < 2038:
        assert told(zone, day) == day.replace(tzinfo=zone).utcoffset(), day
        day += datetime.timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize("month", [1, 7])
def test_an_events_calendar_lists_no_days_of_change(client, tree, month):
    start = datetime.datetime(2027, month, 15, 14, tzinfo=PARIS)
    event = EventPageFactory(parent=tree.event_index, start=start, end=start + datetime.timedelta(hours=2))
    content = client.get(f"{event.get_url()}evenement.ics").content
    assert content.count(b"RRULE:") == 2
    assert b"RDATE" not in content
    calendar = Calendar.from_ical(content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    (component,) = calendar.walk("VEVENT")
    assert component["DTSTART"].dt == start
    assert len(content) < 2000


@pytest.mark.django_db
@override_settings(TIME_ZONE=WITHOUT_RULE)
def test_without_a_rule_the_days_are_listed(client, tree):
    event = EventPageFactory(parent=tree.event_index)
    calendar = Calendar.from_ical(client.get(f"{event.get_url()}evenement.ics").content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == [WITHOUT_RULE]
