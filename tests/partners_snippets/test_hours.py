"""Opening hours in words. The sentences are tested in French: that is what readers see."""

import csv
import datetime
import gzip
import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from clairdroit.partners_snippets import hours
from clairdroit.partners_snippets.hours import PARIS, describe, is_open_at, plain_text, usual_week

MONDAY = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
SATURDAY = datetime.datetime(2026, 11, 21, 15, 0, tzinfo=PARIS)
CHRISTMAS = datetime.datetime(2026, 12, 25, 10, 0, tzinfo=PARIS)  # a Friday, zone C on holiday
OFFICE = "Mo-Fr 08:30-12:00,13:30-17:00; PH off"


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


def now_in_words(osm, at, **kwargs):
    return plain(describe(osm, at=at, **kwargs).now)


class TestNow:
    def test_an_open_place_says_until_when(self):
        assert now_in_words(OFFICE, MONDAY) == "Ouvert jusqu’à 12 h"
        assert now_in_words("Mo-Fr 09:00-16:30", MONDAY) == "Ouvert jusqu’à 16 h 30"
        assert describe(OFFICE, at=MONDAY).is_open is True

    def test_a_closed_place_says_when_it_opens(self):
        assert now_in_words(OFFICE, MONDAY.replace(hour=7)) == "Ouvre à 8 h 30"
        assert now_in_words(OFFICE, MONDAY.replace(hour=18)) == "Ouvre demain à 8 h 30"
        assert now_in_words(OFFICE, SATURDAY) == "Ouvre lundi à 8 h 30"
        assert now_in_words("Jul 01-31 Mo 09:00-12:00", MONDAY) == "Ouvre le 5 juillet à 9 h"

    def test_a_public_holiday_is_named_and_the_next_opening_given(self):
        told = describe(OFFICE, at=CHRISTMAS)
        assert told.is_open is False
        assert plain(told.now) == "Fermé aujourd’hui (jour férié)"
        assert plain(told.next) == "Ouvre lundi à 8 h 30"

    def test_hours_silent_on_public_holidays_do_not_send_people_to_a_shut_door(self):
        told = describe("Mo-Fr 08:30-17:00", at=CHRISTMAS)
        assert told.is_open is False
        assert plain(told.now) == "Jour férié : appelez avant de venir"
        assert plain(told.next) == "Ouvre lundi à 8 h 30"
        assert not is_open_at("Mo-Fr 08:30-17:00", CHRISTMAS)

    def test_the_next_opening_skips_a_holiday_the_hours_are_silent_about(self):
        eve = datetime.datetime(2026, 12, 24, 18, 0, tzinfo=PARIS)
        assert now_in_words("Mo-Fr 08:30-17:00", eve) == "Ouvre lundi à 8 h 30"

    def test_a_place_that_never_closes_is_open_on_public_holidays_too(self):
        assert now_in_words("24/7", CHRISTMAS) == "Ouvert 24 h sur 24"
        assert is_open_at("24/7", CHRISTMAS)

    def test_opening_past_midnight(self):
        night = datetime.datetime(2026, 11, 28, 23, 0, tzinfo=PARIS)
        assert now_in_words("Sa 20:00-02:00", night) == "Ouvert jusqu’à 2 h"
        assert now_in_words("Sa 20:00-24:00", night) == "Ouvert jusqu’à minuit"

    def test_a_comment_is_kept(self):
        assert now_in_words('Mo 09:00-12:00 "sur rendez-vous"', MONDAY) == ("Ouvert jusqu’à 12 h (sur rendez-vous)")

    def test_unknown_is_not_called_open(self):
        told = describe("Mo 09:00-12:00 unknown", at=MONDAY)
        assert told.is_open is None
        assert told.now == "Horaires à confirmer"

    def test_the_moment_of_the_next_change_is_given_for_caches(self):
        assert describe(OFFICE, at=MONDAY).changes_at == MONDAY.replace(hour=12)
        assert describe(OFFICE, at=SATURDAY).changes_at == MONDAY.replace(hour=8, minute=30)

    def test_clock_changes_do_not_shift_the_hours(self):
        before = datetime.datetime(2026, 3, 28, 20, 0, tzinfo=PARIS)  # summer time begins the next night
        assert now_in_words("Su 09:00-12:00", before) == "Ouvre demain à 9 h"

    def test_any_time_zone_is_read_as_paris_time(self):
        assert now_in_words(OFFICE, MONDAY.astimezone(datetime.UTC)) == "Ouvert jusqu’à 12 h"


class TestWeek:
    def week(self, osm, at=MONDAY, **kwargs):
        return [(plain(line.days), plain(line.hours)) for line in describe(osm, at=at, **kwargs).week]

    def test_equal_days_are_told_together(self):
        assert self.week(OFFICE) == [
            ("Du lundi au vendredi", "de 8 h 30 à 12 h et de 13 h 30 à 17 h"),
            ("Samedi et dimanche", "fermé"),
        ]

    def test_days_apart_with_equal_hours_share_a_line(self):
        assert self.week("Mo,We 09:00-12:00; Th-Fr 14:00-17:00")[0] == ("Lundi et mercredi", "de 9 h à 12 h")

    def test_a_public_holiday_in_the_week_does_not_hide_the_usual_hours(self):
        assert self.week(OFFICE, CHRISTMAS)[0][0] == "Du lundi au vendredi"

    def test_the_night_belongs_to_the_day_it_begins(self):
        assert ("Samedi", "de 20 h à 2 h") in self.week("Sa 20:00-02:00")

    def test_hours_of_some_weeks_only_say_so(self):
        assert self.week("Mo[1] 09:00-12:00")[0] == ("Lundi", "de 9 h à 12 h, certaines semaines seulement")

    def test_always_open_is_one_line(self):
        assert self.week("24/7") == [("Tous les jours", "24 h sur 24")]

    def test_today_is_marked(self):
        assert [line.is_today for line in describe(OFFICE, at=MONDAY).week] == [True, False]

    def test_an_open_end_is_not_told_as_midnight(self):
        assert self.week("Mo 18:00+")[0] == ("Lundi", "à partir de 18 h")

    def test_a_fallback_becomes_a_note(self):
        told = describe('Mo-Fr 09:00-12:00 || "sur rendez-vous"', at=SATURDAY)
        assert told.notes[0] == "sur rendez-vous"
        assert [plain(line.days) for line in told.week] == ["Du lundi au vendredi", "Samedi et dimanche"]

    def test_a_holiday_in_the_coming_days_is_announced(self):
        monday = datetime.datetime(2026, 12, 21, 10, 0, tzinfo=PARIS)
        assert "Fermé vendredi (jour férié)." in describe(OFFICE, at=monday).notes
        silent = describe("Mo-Fr 08:30-17:00", at=monday).notes
        assert [plain(note) for note in silent] == ["Jour férié vendredi : appelez avant de venir."]

    def test_spans_for_machines(self):
        week = usual_week(OFFICE, at=MONDAY)
        assert [len(day) for day in week] == [2, 2, 2, 2, 2, 0, 0]
        assert week[0][0].opens == datetime.time(8, 30)
        assert usual_week("n’importe quoi", at=MONDAY) == []


class TestSchoolHolidays:
    def test_school_holidays_close_in_the_zone_of_the_departement(self):
        at = datetime.datetime(2027, 2, 10, 10, 0, tzinfo=PARIS)  # zone C only
        osm = "Mo-Fr 09:00-12:00; SH off"
        assert now_in_words(osm, at, departement="78") == "Fermé aujourd’hui (vacances scolaires)"
        assert now_in_words(osm, at, departement="69") == "Ouvert jusqu’à 12 h"
        assert not is_open_at(osm, at, "78")
        assert is_open_at(osm, at, "69")

    def test_rules_for_the_holidays_apply_then_only(self):
        osm = "We 14:00-18:00; SH Mo-Fr 10:00-12:00"
        assert now_in_words(osm, CHRISTMAS.replace(day=24), departement="78") == "Ouvert jusqu’à 12 h"
        assert now_in_words(osm, MONDAY, departement="78") == "Ouvre mercredi à 14 h"

    def test_two_holidays_in_one_rule_mean_either(self):
        osm = "Mo-Fr 09:00-12:00; PH,SH off"
        assert now_in_words(osm, CHRISTMAS.replace(day=22), departement="78") == (
            "Fermé aujourd’hui (vacances scolaires)"
        )
        assert now_in_words(osm, datetime.datetime(2026, 11, 11, 10, tzinfo=PARIS), departement="78") == (
            "Fermé aujourd’hui (jour férié)"
        )

    def test_without_a_known_calendar_the_reader_is_told_to_call(self):
        for departement in ("", "2A", "974"):
            notes = describe("Mo-Fr 09:00-12:00; SH off", at=MONDAY, departement=departement).notes
            assert [plain(note) for note in notes] == [
                "Les horaires peuvent changer pendant les vacances scolaires : appelez avant de venir."
            ]

    def test_beyond_the_known_years_nothing_breaks(self):
        at = datetime.datetime(2040, 2, 10, 10, 0, tzinfo=PARIS)
        assert describe("Mo-Fr 09:00-12:00; SH off", at=at, departement="78").is_open is True


class TestText:
    def test_what_is_no_format_is_shown_as_text(self):
        told = describe("Lundi au vendredi 9h-17h", at=MONDAY, free_text="Sonnez deux fois")
        assert told.free_text == "Lundi au vendredi 9h-17h\nSonnez deux fois"
        assert told.is_open is None
        assert told.week == []

    def test_nothing_given_is_nothing_said(self):
        assert not describe("", at=MONDAY)

    def test_pasted_html_becomes_lines(self):
        assert plain_text("<ul><li>mardi 14H</li><li>mercredi&nbsp;15H</li></ul>") == "mardi 14H\nmercredi 15H"

    def test_validity_for_editors(self):
        assert hours.is_valid(OFFICE)
        assert not hours.is_valid("Mo-Fr 9h-12h")

    @given(st.text(max_size=60))
    def test_no_text_at_all_breaks_it(self, text):
        told = describe(text, at=MONDAY, free_text=text, departement="78")
        assert isinstance(told.now, str)

    @given(st.lists(st.sampled_from(["Mo-Fr", "SH", "PH", "Sa", "off", "09:00-12:00", ";", ",", "||", "Jul"])))
    def test_no_mix_of_the_format_breaks_it(self, tokens):
        for at in (MONDAY, CHRISTMAS):
            describe(" ".join(tokens), at=at, departement="78")


@pytest.mark.shared
class TestRealStrings:
    def test_all_real_hours_are_told_in_words(self, shared_data):
        with gzip.open(shared_data / "partenaires" / "partenaires_france.jsonl.gz", "rt") as lines:
            given = [json.loads(line).get("horaires") for line in lines]
        real = [osm for osm in given if osm]
        assert len(real) == 41_813
        for osm in set(real):
            told = describe(osm, at=MONDAY, departement="78")
            assert told.is_open is not None, osm
            assert told.now, osm
            assert told.week, osm
            assert {day for line in told.week for day in line.weekdays} == set(range(7)), osm
            assert is_open_at(osm, MONDAY, "78") == told.is_open, osm

    @pytest.mark.parametrize(
        ("name", "column"),
        [("horaires_texte_libre.csv", "texte"), ("horaires_non_analysables.csv", "horaires_brut")],
    )
    def test_no_free_text_is_lost(self, shared_data, name, column):
        with (shared_data / "partenaires" / name).open(newline="") as lines:
            texts = [row[column] for row in csv.DictReader(lines)]
        assert texts
        for text in texts:
            told = describe(text, at=MONDAY)
            if not hours.is_valid(text):
                assert told.free_text == plain_text(text)
            assert describe("", at=MONDAY, free_text=text).free_text == plain_text(text)
