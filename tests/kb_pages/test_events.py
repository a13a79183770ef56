"""Events with and without hours: in words, on the page, in calendars, in the editor's form."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clairdroit.kb_pages.dates import when
from clairdroit.kb_pages.models import EventPage
from clairdroit.kb_pages.search_documents import event_document
from tests.kb_pages.reading import graph, read

from .factories import EventPageFactory

YEAR = timezone.localdate().year


def local(month, day, hour=0, minute=0, year=YEAR):
    return timezone.make_aware(datetime.datetime(year, month, day, hour, minute))


@pytest.mark.parametrize(
    ("start", "end", "is_all_day", "words"),
    [
        (local(12, 1, 14), local(12, 1, 17, 30), False, "1er décembre, de 14\u00a0h à 17\u00a0h\u00a030"),
        (local(12, 5, 14), local(12, 5, 14), False, "5 décembre à 14\u00a0h"),
        (local(12, 5), local(12, 5, 23, 59), True, "5 décembre"),
        (local(12, 3), local(12, 5, 23, 59), True, "du 3 au 5 décembre"),
        (local(11, 30), local(12, 1, 23, 59), True, "du 30 novembre au 1er décembre"),
        (local(12, 1, year=2020), local(12, 3, 23, 59, year=2020), True, "du 1er au 3 décembre 2020"),
        (local(12, 30, year=2020), local(1, 2, 23, 59, year=2021), True, "du 30 décembre 2020 au 2 janvier 2021"),
    ],
)
def test_days_and_hours_are_told_in_words(start, end, is_all_day, words):
    with translation.override("fr"):
        said = when(EventPage(start=start, end=end, is_all_day=is_all_day))
    assert said.endswith(words)
    assert said.startswith(("le ", "du "))


def test_several_days_are_told_in_english():
    event = EventPage(start=local(12, 3), end=local(12, 5, 23, 59), is_all_day=True)
    with translation.override("en"):
        assert when(event) == "from 3 to 5 December"


@pytest.fixture
def festival(tree):
    """From the third to the fifth day of a coming month, without hours."""
    start = local(12, 3, 14, 30, year=YEAR + 1)
    return EventPageFactory(
        parent=tree.event_index, start=start, end=start + datetime.timedelta(days=2), is_all_day=True
    )


@pytest.mark.django_db
def test_an_event_without_hours_shows_none(client, festival):
    html = read(client, festival)
    assert f"du 3 au 5 décembre {YEAR + 1}" in html
    assert "14\u00a0h" not in html
    assert f'<time datetime="{YEAR + 1}-12-03">' in html
    node = graph(html)["Event"]
    assert (node["startDate"], node["endDate"]) == (f"{YEAR + 1}-12-03", f"{YEAR + 1}-12-05")
    assert f"du 3 au 5 décembre {YEAR + 1}" in read(client, festival.get_parent())


@pytest.mark.django_db
def test_an_event_without_hours_is_whole_days_in_a_calendar(client, festival):
    (component,) = Calendar.from_ical(client.get(f"{festival.get_url()}evenement.ics").content).walk("VEVENT")
    assert component["DTSTART"].dt == datetime.date(YEAR + 1, 12, 3)
    assert component["DTEND"].dt == datetime.date(YEAR + 1, 12, 6), "the first day after it (RFC 5545)"


@pytest.mark.django_db
def test_an_event_without_hours_is_to_come_until_its_day_ends(tree):
    midnight = timezone.localtime().replace(hour=0, minute=0)
    event = EventPageFactory(parent=tree.event_index, start=midnight, end=None, is_all_day=True)
    assert not event.is_over
    assert list(EventPage.objects.upcoming()) == [event]
    assert event.starts_on_or_at == event.ends_on_or_at == midnight.date()


@pytest.mark.django_db
def test_an_event_is_found_and_shown_by_its_days_in_its_own_language(festival):
    assert event_document(festival).place == f"Du 3 au 5 décembre {YEAR + 1}, {festival.place_name}"
    festival.locale, festival.place_name = Locale.objects.create(language_code="en"), ""
    assert event_document(festival).place == f"From 3 to 5 December {YEAR + 1}"


def test_what_is_kept_says_its_year_even_this_year():
    event = EventPage(start=local(3, 3), end=local(3, 5, 23, 59), is_all_day=True)
    with translation.override("fr"):
        assert when(event, has_year=True) == f"du 3 au 5 mars {YEAR}"
        event.end = event.start
        assert when(event, has_year=True).endswith(f"3 mars {YEAR}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "is_all_day", "error"),
    [
        ("", True, None),
        ("2027-12-05 09:00", True, None),
        ("", False, "Dites quand l’événement se termine"),
        ("2027-12-02 09:00", True, "La fin doit venir après le début"),
    ],
)
def test_an_editor_leaves_the_hours_out(client, member_of, roles, end, is_all_day, error):
    client.force_login(member_of("Coordination"))
    address = reverse("wagtailadmin_pages:add", args=["clairdroit_kb_pages", "eventpage", roles.event_index.pk])
    fields = {
        "title": "Forum",
        "slug": "forum",
        "summary": "Venez.",
        "start": "2027-12-03 14:00",
        "end": end,
        "body": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }
    if is_all_day:
        fields["is_all_day"] = "on"
    answer = client.post(address, nested_form_data(fields))
    event = EventPage.objects.first()
    if error:
        assert error in answer.content.decode()
        assert event is None
    else:
        assert timezone.localtime(event.start).hour == 0
        assert timezone.localtime(event.end).day == (5 if end else 3)


def test_the_next_page_of_events_keeps_what_was_chosen_and_the_readers_commune(client, tree, monkeypatch):
    monkeypatch.setattr("clairdroit.kb_pages.models.events.PER_PAGE", 1)
    over = timezone.now() - datetime.timedelta(days=9)
    for hour in range(2):
        start = over + datetime.timedelta(hours=hour)
        EventPageFactory(parent=tree.event_index, about="sante", start=start, end=start)
    chosen = "rubrique=sante&quand=passes&commune=78646"
    first = read(client, tree.event_index, f"?{chosen}&autre=1")
    assert f'href="?{chosen.replace("&", "&amp;")}&amp;page=2"' in first
