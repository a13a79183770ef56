"""From when to when something is, in the words of the reader's language."""

import datetime

import pytest
import time_machine
from django.utils import timezone, translation

from clairdroit.taxonomy.hour_words import days_in_words, listed, time_in_words
from clairdroit.taxonomy.period_words import period_in_words


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("start", "end", "is_all_day", "said"),
    [
        (at(11, 24, 14), at(11, 24, 17), False, "le mardi 24 novembre, de 14 h à 17 h"),
        (at(11, 24, 8, 30), at(11, 24, 8, 30), False, "le mardi 24 novembre à 8 h 30"),
        (at(12, 5), at(12, 5), True, "le samedi 5 décembre"),
        (at(12, 3), at(12, 5), True, "du 3 au 5 décembre"),
        (at(11, 30), at(12, 1), True, "du 30 novembre au 1er décembre"),
        (at(12, 30), at(1, 2, year=2027), True, "du 30 décembre 2026 au 2 janvier 2027"),
        (at(12, 3, 9), at(12, 4, 18), False, "du jeudi 3 décembre à 9 h au vendredi 4 décembre à 18 h"),
    ],
)
def test_a_period_is_told_with_no_word_too_many(start, end, is_all_day, said):
    with time_machine.travel(at(11, 20), tick=False), translation.override("fr"):
        assert period_in_words(start, end, is_all_day=is_all_day).replace("\xa0", " ") == said


def test_a_period_that_is_kept_has_its_year():
    with time_machine.travel(at(11, 20), tick=False), translation.override("fr"):
        assert period_in_words(at(12, 3), at(12, 5), is_all_day=True, has_year=True).endswith("5 décembre 2026")


def test_midnight_is_a_word_and_other_times_are_the_clocks():
    with translation.override("fr"):
        said = [time_in_words(datetime.time(*each)).replace("\xa0", " ") for each in ((0, 0), (0, 30), (17, 0), (8, 5))]
    assert said == ["minuit", "0 h 30", "17 h", "8 h 05"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (range(7), "Tous les jours"),
        ([0, 1, 2, 3, 5], "Du lundi au jeudi et samedi"),
        ([1, 2], "Mardi et mercredi"),
        ([4], "Vendredi"),
    ],
)
def test_days_of_the_week_are_drawn_together(days, said):
    with translation.override("fr"):
        assert days_in_words(list(days)) == said


def test_a_list_ends_with_and():
    with translation.override("fr"):
        assert [listed(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a et b", "a, b et c"]
