import datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from clairdroit.taxonomy.day_words import day_in_words

PARIS_WINTER = datetime.timezone(datetime.timedelta(hours=1))


@pytest.mark.parametrize(
    ("day", "pattern", "words"),
    [
        ("2027-01-01", "DATE_FORMAT", "1er janvier 2027"),
        ("2027-01-11", "DATE_FORMAT", "11 janvier 2027"),
        ("2026-12-01", "l j F", "mardi 1er décembre"),
        ("2026-12-21", "l j F", "lundi 21 décembre"),
        ("2026-12-01", "j N", "1er déc."),
        ("2026-12-01", "SHORT_DATE_FORMAT", "01/12/2026"),
    ],
)
def test_the_first_of_a_month_and_only_that_is_an_ordinal_in_french(day, pattern, words):
    assert day_in_words(datetime.date.fromisoformat(day), pattern) == words


def test_the_hour_that_follows_the_day_stays_a_number():
    assert day_in_words(datetime.datetime(2026, 12, 1, 1, 30), "j F, G:i") == "1er décembre, 1:30"


def test_other_languages_count_days():
    with translation.override("en"):
        assert day_in_words(datetime.date(2026, 12, 1), "j F") == "1 December"


def test_an_instant_is_told_in_the_site_s_time_by_code_and_by_templates_alike():
    late_in_november = datetime.datetime(2026, 11, 30, 23, 30, tzinfo=datetime.UTC)
    template = Template('{% load days %}{{ at|day_in_words:"j F" }}')
    assert day_in_words(late_in_november, "j F") == "1er décembre"
    assert template.render(Context({"at": late_in_november})) == "1er décembre"
    assert day_in_words(datetime.datetime(2026, 12, 1, tzinfo=PARIS_WINTER), "j F") == "1er décembre"


def test_no_day_is_no_words():
    assert day_in_words(None) == ""
