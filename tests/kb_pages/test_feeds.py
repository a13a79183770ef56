"""Atom feeds and calendars, read back by other people's parsers."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from clairdroit.kb_pages.models import SiteIdentity

from .factories import ArticlePageFactory, EventPageFactory, NewsPageFactory, TopicPageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, page):
    answer = client.get(f"{page.get_url()}flux.atom")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return [entry.findtext(f"{ATOM}title") for entry in etree.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_the_news_feed_has_the_newest_first(client, tree):
    NewsPageFactory(parent=tree.news_index, title="Ancienne", date=datetime.date(2026, 1, 1))
    NewsPageFactory(parent=tree.news_index, title="Récente", date=datetime.date(2026, 11, 1))
    NewsPageFactory(parent=tree.news_index, title="Brouillon", live=False)
    assert entries(client, tree.news_index) == ["Récente", "Ancienne"]


def test_the_event_feed_has_what_is_coming(client, tree):
    EventPageFactory(parent=tree.event_index, title="À venir")
    EventPageFactory(parent=tree.event_index, title="Passé", over=True)
    assert entries(client, tree.event_index) == ["À venir"]


def test_a_heading_has_a_feed_of_its_articles(client, tree, article):
    assert entries(client, tree.headings["logement"]) == [article.title]
    assert entries(client, tree.headings["sante"]) == []


@pytest.mark.parametrize("name", ["news_index", "event_index", "logement"])
def test_a_feed_says_who_writes(client, tree, article, name):
    """RFC 4287, 4.1.1: in the feed itself, since its entries name no editor."""
    page = getattr(tree, name, None) or tree.headings[name]

    def authors():
        feed = etree.fromstring(client.get(f"{page.get_url()}flux.atom").content)
        return feed.xpath("/a:feed/a:author/a:name/text()", namespaces={"a": ATOM.strip("{}")})

    assert authors() == ["Vos droits en clair"]
    identity = SiteIdentity.for_site(page.get_site())
    identity.site_name = "Bourg d’aide"
    identity.save()
    assert authors() == ["Bourg d’aide"]
    identity.site_name = ""
    identity.save()
    assert authors() == ["Vos droits en clair"]


def test_an_events_calendar_holds_what_a_telephone_needs(client, tree):
    paris = timezone.get_default_timezone()
    event = EventPageFactory(
        parent=tree.event_index,
        title="Permanence, avocat ; gratuit",
        start=datetime.datetime(2026, 12, 1, 14, tzinfo=paris),
        end=datetime.datetime(2026, 12, 1, 17, tzinfo=paris),
        address="2 place de la Mairie, 78000 Versailles",
        latitude=48.8,
        longitude=2.13,
    )
    answer = client.get(f"{event.get_url()}evenement.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    calendar = Calendar.from_ical(answer.content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    (component,) = calendar.walk("VEVENT")
    assert component["SUMMARY"] == "Permanence, avocat ; gratuit"
    assert component["DTSTART"].dt == event.start
    assert component["DTEND"].dt == event.end
    assert component["DTSTART"].params["TZID"] == "Europe/Paris"
    assert component["LOCATION"] == "Maison de quartier, 2 place de la Mairie, 78000 Versailles"
    assert (component["GEO"].latitude, component["GEO"].longitude) == (48.8, 2.13)
    assert component["URL"] == event.get_full_url()
    assert component["STATUS"] == "CONFIRMED"
    assert component["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)


def test_an_event_keeps_its_identifier_when_its_title_changes(client, tree):
    event = EventPageFactory(parent=tree.event_index)

    def identifier():
        (component,) = Calendar.from_ical(client.get(f"{event.get_url()}evenement.ics").content).walk("VEVENT")
        return component["UID"]

    before = identifier()
    event.title, event.slug, event.is_cancelled = "Autre titre", "autre-titre", True
    event.save()
    event.refresh_from_db()
    assert identifier() == before


def test_the_agenda_gives_all_that_is_coming_in_one_calendar(client, tree):
    EventPageFactory.create_batch(2, parent=tree.event_index)
    EventPageFactory(parent=tree.event_index, over=True)
    calendar = Calendar.from_ical(client.get(f"{tree.event_index.get_url()}agenda.ics").content)
    assert len(calendar.walk("VEVENT")) == 2


def test_a_calendar_of_a_page_that_is_none_is_not_found(client, article):
    assert client.get(f"{article.get_url()}evenement.ics").status_code == 404


UNSEEN = ["\x0b", "\x08", "\x1b", "\x85", "\ufffe", "\r", "\r\nX-ADDED:1", "\u2028"]


@pytest.mark.parametrize("letter", UNSEEN)
def test_a_letter_that_nobody_sees_keeps_no_feed_and_no_calendar_from_anybody(client, tree, letter):
    """Word's line break within a paragraph comes along when a title is pasted."""
    heading, words = tree.headings["logement"], f"Un{letter}titre"
    written = {"title": words, "summary": words}
    topic = TopicPageFactory(parent=heading)
    ArticlePageFactory(parent=topic, **written)
    NewsPageFactory(parent=tree.news_index, **written)
    event = EventPageFactory(parent=tree.event_index, place_name=words, **written)
    identity = SiteIdentity.for_site(heading.get_site())
    identity.site_name = words
    identity.save()
    for page in (heading, tree.news_index, tree.event_index):
        assert all("titre" in title for title in entries(client, page))
    for address in (f"{tree.event_index.get_url()}agenda.ics", f"{event.get_url()}evenement.ics"):
        answer = client.get(address).content
        assert b"\r" not in answer.replace(b"\r\n", b"")
        assert not [line for line in answer.split(b"\r\n") if line.startswith(b"X-ADDED")]
        [read] = Calendar.from_ical(answer).walk("VEVENT")
        assert "titre" in read["SUMMARY"]
        assert not set("\x0b\x08\x1b\x85\ufffe") & set(answer.decode())


def test_line_ends_of_a_description_stay(client, tree):
    event = EventPageFactory(parent=tree.event_index, summary="Venez.\r\nAvec vos papiers.")
    [read] = Calendar.from_ical(client.get(f"{event.get_url()}evenement.ics").content).walk("VEVENT")
    assert read["DESCRIPTION"] == "Venez.\nAvec vos papiers."
