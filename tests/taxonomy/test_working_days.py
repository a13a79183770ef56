"""Working days, as offices in France keep them."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from clairdroit.taxonomy import working_days

D = datetime.date


@pytest.mark.parametrize(
    ("day", "departement", "worked"),
    [
        (D(2026, 11, 26), "78", True),
        (D(2026, 11, 28), "78", False),
        (D(2026, 11, 29), "78", False),
        (D(2026, 11, 11), "78", False),
        (D(2026, 5, 14), "78", False),  # Ascension
        (D(2026, 4, 3), "78", True),
        (D(2026, 4, 3), "67", False),  # Good Friday in Alsace
        (D(2026, 4, 3), "57", False),  # and in Moselle
        (D(2025, 12, 26), "68", False),
        (D(2025, 12, 26), "", True),
        (D(2026, 5, 22), "971", True),
        (D(2026, 5, 27), "971", False),  # abolition of slavery, Guadeloupe
        (D(2026, 5, 22), "972", False),  # Martinique
        (D(2026, 6, 10), "973", False),  # Guyane
        (D(2027, 12, 20), "974", False),  # La Réunion
        (D(2026, 4, 27), "976", False),  # Mayotte
    ],
)
def test_weekends_and_the_holidays_of_the_place_are_not_worked(day, departement, worked):
    assert working_days.is_working_day(day, departement) is worked


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (D(2026, 11, 26), 0, D(2026, 11, 26)),
        (D(2026, 11, 26), 1, D(2026, 11, 27)),
        (D(2026, 11, 26), 3, D(2026, 12, 1)),
        (D(2026, 11, 28), 1, D(2026, 11, 30)),
        (D(2026, 4, 30), 2, D(2026, 5, 5)),  # 1 May, then a weekend
        (D(2026, 12, 31), 1, D(2027, 1, 4)),
    ],
)
def test_the_first_working_day_after_counts_as_one(start, number, end):
    assert working_days.add_working_days(start, number) == end


def test_days_between_are_those_that_adding_skips_to():
    start = D(2026, 4, 1)
    for number in range(1, 40):
        end = working_days.add_working_days(start, number, "67")
        assert working_days.working_days_between(start, end, "67") == number
    assert working_days.working_days_between(end, start, "67") == 0
    assert working_days.working_days_between(start, start, "67") == 0


def test_a_deadline_is_the_end_of_a_day_by_the_clock_of_the_site():
    friday_night = datetime.datetime(2026, 11, 27, 23, 30, tzinfo=timezone.get_default_timezone())
    assert timezone.localtime(working_days.deadline(friday_night, 1)).isoformat() == "2026-12-01T00:00:00+01:00"


def test_a_deadline_across_the_change_of_the_clocks_stays_at_midnight():
    before = datetime.datetime(2026, 3, 27, 12, 0, tzinfo=timezone.get_default_timezone())
    assert timezone.localtime(working_days.deadline(before, 1)).isoformat() == "2026-03-31T00:00:00+02:00"


@pytest.mark.parametrize(("departement", "worked"), [("", True), ("67", False)])
def test_the_town_that_runs_the_site_says_whose_holidays_count_for_sending(settings, departement, worked):
    settings.CLAIRDROIT_DEPARTEMENT = departement
    assert working_days.is_working_day_here(D(2026, 4, 3)) is worked


def test_threads_that_ask_about_a_year_at_once_all_know_its_holidays():
    working_days._calendar.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(working_days.is_working_day, D(year, 5, 1)) for year in range(2020, 2060) for _each in "ab"
        ]
    assert not any(each.result() for each in asked)
