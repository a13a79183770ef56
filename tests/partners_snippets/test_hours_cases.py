"""Opening hours at the edges, as tables: the hours as published, the moment, what a reader is told."""

import datetime

import pytest
from django.utils import translation

from clairdroit.partners_snippets.hours import HORIZON, PARIS, WeekLine, describe, is_open_at, usual_week


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def at(text):
    return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


def told(osm, moment, departement=""):
    return describe(osm, at=at(moment), departement=departement)


MONDAY = "2026-11-23 10:00"
CHRISTMAS = "2026-12-25 10:00"  # a Friday


@pytest.mark.parametrize(
    ("osm", "moment", "is_open", "now", "next_"),
    [
        # The last minute and the first.
        ("Mo 09:00-12:00", "2026-11-23 08:59", False, "Ouvre à 9 h", ""),
        ("Mo 09:00-12:00", "2026-11-23 09:00", True, "Ouvert jusqu’à 12 h", ""),
        ("Mo 09:00-12:00", "2026-11-23 12:00", False, "Ouvre le 30 novembre à 9 h", ""),
        # Closed for good, and open without an end: words of their own, not those of a button.
        ("2019 Mo-Fr 09:00-12:00", MONDAY, False, "Fermé", ""),
        ("Mo-Su 00:00-24:00", MONDAY, True, "Ouvert", ""),
        ("Mo 18:00+", "2026-11-23 19:00", True, "Ouvert", ""),
        # Only the day without an end is told without one.
        ("Mo 18:00+; Tu 09:00-12:00", "2026-11-24 10:00", True, "Ouvert jusqu’à 12 h", ""),
        ("Mo-Tu 00:00-24:00", MONDAY, True, "Ouvert jusqu’à mercredi minuit", ""),
        ("24/7 open", CHRISTMAS, True, "Ouvert 24 h sur 24", ""),
        # What is said of public holidays is believed; what is not said, warned about, on days usually open only.
        ("Mo-Fr 08:00-12:00; PH 10:00-12:00", CHRISTMAS, True, "Ouvert jusqu’à 12 h", ""),
        ("Mo-Th 08:00-17:00", CHRISTMAS, False, "Ouvre lundi à 8 h", ""),
        ("Mo-Th 08:00-17:00; PH off", CHRISTMAS, False, "Ouvre lundi à 8 h", ""),
        ("Sa-Su 08:00-17:00", "2026-11-11 10:00", False, "Ouvre samedi à 8 h", ""),
        ("Fr 09:00-12:00; Sa 09:00-12:00; PH off", "2026-12-24 10:00", False, "Ouvre samedi à 9 h", ""),
        ("Fr 09:00-12:00", "2026-12-24 10:00", False, "Ouvre le 8 janvier à 9 h", ""),
        ("Mo-Fr 08:00-17:00; Mo off", MONDAY, False, "Ouvre demain à 8 h", ""),
        # A doubt is told with its reason.
        ('Mo 09:00-12:00 unknown "sonner"', MONDAY, None, "Horaires à confirmer", "sonner"),
        ('Mo 09:00-10:00 "a", Mo 10:00-12:00 "b"', MONDAY, True, "Ouvert jusqu’à 12 h (b)", ""),
    ],
)
def test_now(osm, moment, is_open, now, next_):
    words = told(osm, moment)
    assert (words.is_open, plain(words.now), plain(words.next)) == (is_open, now, next_)
    assert is_open_at(osm, at(moment)) is bool(is_open)


@pytest.mark.parametrize(
    ("moment", "now", "next_"),
    [
        ("2026-10-21 10:00", "Fermé aujourd’hui (vacances scolaires)", "Ouvre le 2 novembre à 9 h"),
        ("2026-10-24 10:00", "Ouvre le 2 novembre à 9 h", ""),  # a Saturday: shut in term too
        ("2026-12-18 13:00", "Ouvre le 4 janvier à 9 h", ""),  # the last day of term
    ],
)
def test_closed_in_the_school_holidays_is_a_reason_on_days_that_are_open_in_term(moment, now, next_):
    words = told("Mo-Fr 09:00-12:00; SH off", moment, "78")
    assert (words.is_open, plain(words.now), plain(words.next)) == (False, now, next_)


@pytest.mark.parametrize(
    ("osm", "lines"),
    [
        ("Mo 09:00-10:00, Mo 10:00-12:00", [("Lundi", "de 9 h à 12 h"), ("Du mardi au dimanche", "fermé")]),
        (
            'Mo 09:00-10:00 "a", Mo 10:00-12:00 "b"',
            [("Lundi", "de 9 h à 10 h (a) et de 10 h à 12 h (b)"), ("Du mardi au dimanche", "fermé")],
        ),
        ("Mo 09:00-12:00 unknown", [("Lundi", "de 9 h à 12 h (à confirmer)"), ("Du mardi au dimanche", "fermé")]),
        (
            'Mo 09:00-12:00 unknown "sonner"',
            [("Lundi", "de 9 h à 12 h (sonner)"), ("Du mardi au dimanche", "fermé")],
        ),
        (
            "Fr 18:00-24:00; Sa 00:00-24:00; Su 00:00-06:00",
            [
                ("Du lundi au jeudi et dimanche", "fermé"),
                ("Vendredi", "de 18 h à minuit"),
                ("Samedi", "toute la journée"),
            ],
        ),
        ("Mo-Su 00:00-24:00", [("Tous les jours", "toute la journée")]),
        (
            "Mo 18:00+; Tu 09:00-12:00",
            [
                ("Lundi", "à partir de 18 h"),
                ("Mardi", "de 9 h à 12 h"),
                ("Du mercredi au dimanche", "fermé"),
            ],
        ),
        ("Mo 09:00-24:00", [("Lundi", "de 9 h à minuit"), ("Du mardi au dimanche", "fermé")]),
        (
            "week 1-53/2 Mo 09:00-12:00",
            [("Lundi", "de 9 h à 12 h, certaines semaines seulement"), ("Du mardi au dimanche", "fermé")],
        ),
        (
            "Mo[1] 09:00-12:00, Mo[3] 09:00-12:00,14:00-16:00",
            [
                ("Lundi", "de 9 h à 12 h et de 14 h à 16 h, certaines semaines seulement"),
                ("Du mardi au dimanche", "fermé"),
            ],
        ),
    ],
)
def test_the_week(osm, lines):
    assert [(plain(line.days), plain(line.hours)) for line in told(osm, MONDAY).week] == lines


def test_every_day_is_today_where_the_door_never_closes():
    (line,) = told("24/7", MONDAY).week
    assert (line.weekdays, line.is_today) == (tuple(range(7)), True)


def test_holidays_are_not_told_as_weeks_that_differ():
    """The first Monday of term and one in the holidays are not alike: only weeks of the same sort are compared."""
    in_term = told("Mo[1] 09:00-12:00; We 14:00-18:00; SH off", MONDAY, "78").week
    assert [plain(line.hours) for line in in_term if line.weekdays == (2,)] == ["de 14 h à 18 h"]


CLOSED_ON_HOLIDAYS = "Fermé les jours fériés."
FRIDAY_SHUT = "Fermé vendredi (jour férié)."
FRIDAY_CALL = "Jour férié vendredi : appelez avant de venir."


@pytest.mark.parametrize(
    ("osm", "moment", "notes"),
    [
        ("Mo-Fr 08:00-12:00; PH off", MONDAY, [CLOSED_ON_HOLIDAYS]),
        ("Mo-Fr 08:00-12:00; PH 10:00-12:00", MONDAY, []),
        ("Mo-Fr 08:00-12:00", MONDAY, []),
        # Six days ahead, a holiday on the same weekday next week is not spoken of.
        ("Mo-Fr 09:00-12:00; PH off", "2026-12-19 10:00", [CLOSED_ON_HOLIDAYS, FRIDAY_SHUT]),
        ("Mo-Fr 09:00-12:00; PH off", "2026-12-18 10:00", [CLOSED_ON_HOLIDAYS]),
        ("Mo-Fr 09:00-12:00; PH off", "2026-12-24 10:00", [CLOSED_ON_HOLIDAYS, FRIDAY_SHUT]),
        ("Fr 09:00-12:00", "2026-12-24 10:00", [FRIDAY_CALL]),
        ("Fr 09:00-12:00", "2026-12-18 10:00", []),
        # Nobody needs to be told of a holiday on a day that is shut anyway, or open all the same.
        ("Sa 09:00-12:00; PH off", "2026-12-21 10:00", [CLOSED_ON_HOLIDAYS]),
        ("Sa 09:00-12:00", "2026-12-21 10:00", []),
        ("Mo-Fr 09:00-12:00; PH 09:00-12:00", "2026-12-21 10:00", []),
        ("24/7", "2026-12-21 10:00", []),
    ],
)
def test_notes_on_public_holidays(osm, moment, notes):
    assert [plain(note) for note in told(osm, moment).notes] == notes


@pytest.mark.parametrize(
    ("moment", "note"),
    [
        ("2026-10-21 10:00", "Ce sont les horaires pendant les vacances scolaires."),
        (MONDAY, "Les horaires changent pendant les vacances scolaires."),
    ],
)
def test_notes_on_school_holidays(moment, note):
    assert told("Mo-Fr 09:00-12:00; SH off", moment, "78").notes == [note]


def test_hours_are_something_to_show_when_any_part_of_them_is():
    assert describe("  ", at=at(MONDAY), free_text="<p>Sur rendez-vous</p>").free_text == "Sur rendez-vous"
    assert describe("", at=at(MONDAY), free_text="Sur rendez-vous")
    assert type(describe("", at=at(MONDAY)))(now="Ouvert")
    assert type(describe("", at=at(MONDAY)))(week=[WeekLine("Lundi", "de 9 h à 12 h", (0,))])


def test_text_that_is_no_hours_stands_alone():
    assert describe("le matin", at=at(MONDAY)).free_text == "le matin"


@pytest.mark.parametrize("osm", ["", "   "])
def test_no_hours_are_neither_open_nor_a_week(osm):
    assert not is_open_at("", at(MONDAY))
    assert usual_week(osm, at=at(MONDAY)) == []


def test_an_opening_is_looked_for_a_year_ahead_and_no_further():
    moment = at(MONDAY)
    in_a_year = moment + HORIZON
    soon = in_a_year - datetime.timedelta(days=1)
    assert describe(f"{soon:%Y %b %d} 09:00-12:00", at=moment).changes_at.date() == soon.date()
    assert describe(f"{in_a_year + HORIZON:%Y %b %d} 09:00-12:00", at=moment).changes_at is None
