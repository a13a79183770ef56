"""The demonstration's texts, checked file by file: an editor may change them, these rules hold."""

import datetime
import re
import statistics
from pathlib import Path

import pytest
from django.utils import timezone

from clairdroit.kb_pages.validators import CERFA_NUMBER
from clairdroit.partners_snippets.enums import AddressVisibility
from clairdroit.taxonomy.enums import Heading
from demo.loader import content

FILES = sorted(content.CONTENT.rglob("*.toml"))
NAMES = [str(path.relative_to(content.CONTENT)) for path in FILES]
ARTICLES = {slug: text for key in Heading.values for slug, text in content.articles_of(key).items()}
PARTNERS = content.read_folder("partners")

REQUIRED = {
    "articles": {"topic", "title", "summary", "audience", "tags", "review_months", "verified_days_ago", "body"},
    "partners": {"name", "kind", "headings", "description", "access_conditions", "phone", "places", "verified_by"},
    "headings": {"key", "title", "examples", "introduction", "topics"},
    "news": {"title", "days_ago", "about", "summary", "body"},
    "events": {"title", "in_days", "about", "summary", "conditions", "body"},
    "pages": {"title", "summary", "body"},
}
LONG_NUMBER = re.compile(r"\b0\d(?:[\s.\u00a0\u202f]?\d{2}){4}\b|\b0[\s\u00a0]?8\d{2}(?:[\s\u00a0]?\d{2,3}){2,3}\b")
SHEET_ID = re.compile(r"[FNR]\d{1,6}")
FICTION = re.compile(r"01(?:.?)99(?:.?)00(?:.?)\d{2}(?:.?)\d{2}")
# Real numbers that save lives; everything else is invented.
NATIONAL_NUMBERS = {
    "0 800 08 11 11",  # pregnancy, contraception
    "0 800 23 13 13",  # drugs
    "0 800 47 33 33",  # smell of gas
    "0 801 90 19 11",  # violent persons who want to stop
    "0 805 16 00 75",  # unpaid rent
    "09 74 75 13 13",  # gambling
}
MAIL = re.compile(r"[\w.+-]+@([\w.-]+)")


def texts_of(value):
    """Every text of a file, with the values of technical keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if not key.endswith(("url", "hours", "email", "sheets", "partners", "slug", "topic")):
                yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


def sentences_of(value):
    for text in texts_of(value):
        for sentence in re.split(r"(?<=[.?!])\s+", text):
            words = re.findall(r"[\w’'-]+", sentence)
            if len(words) > 2:
                yield len(words)


def amounts_of(article):
    return [line for table in article["body"] for line in table.get("amounts", ())]


def test_every_kind_of_block_is_shown_and_amounts_carry_their_day():
    tables = [table for article in ARTICLES.values() for table in article["body"]]
    kinds = {"text", "list", "papers", "steps", "cases", "more", "table", "amounts", "know", "note", "attention"}
    assert {key for table in tables for key in table} >= kinds | {"service_title", "partners", "sheets", "references"}
    days = [datetime.date.fromisoformat(day) for article in ARTICLES.values() for _, _, day in amounts_of(article)]
    assert len(days) >= 8
    assert max(days) <= timezone.localdate()


@pytest.mark.parametrize("key", Heading.values)
def test_each_heading_has_at_least_four_articles_in_two_topics(key):
    topics = {topic["slug"] for topic in content.read(f"headings/{key}")["topics"]}
    used = {text["topic"] for text in content.articles_of(key).values()}
    assert len(content.articles_of(key)) >= 4
    assert used == topics
    assert len(topics) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_every_field_that_its_kind_needs(name):
    kind = Path(name).parts[0]
    text = content.read(name.removesuffix(".toml"))
    assert REQUIRED.get(kind, set()) - set(text) == set()


@pytest.mark.parametrize("name", NAMES)
def test_telephone_numbers_are_those_reserved_for_fiction(name):
    raw = (content.CONTENT / name).read_text(encoding="utf-8").replace("\u00a0", " ")
    for number in LONG_NUMBER.findall(raw):
        assert FICTION.fullmatch(number) or number in NATIONAL_NUMBERS, number


@pytest.mark.parametrize("name", NAMES)
def test_no_mail_address_can_reach_anyone(name):
    raw = (content.CONTENT / name).read_text(encoding="utf-8")
    for domain in MAIL.findall(raw):
        assert domain.rstrip(".").endswith((".invalid", "example.org")), domain


@pytest.mark.parametrize("name", NAMES)
def test_typography_is_french(name):
    raw = (content.CONTENT / name).read_text(encoding="utf-8")
    prose = "\n".join(text for text in texts_of(content.read(name.removesuffix(".toml"))) if "://" not in text)
    assert "'" not in prose
    assert "..." not in raw
    assert not re.search(r"\w [?!;:](?=\s|$)", prose), "a no-break space goes before ? ! ; :"


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_is_written_in_short_sentences(slug):
    lengths = list(sentences_of(ARTICLES[slug]))
    assert statistics.median(lengths) <= 14
    assert max(lengths) <= 45
    assert statistics.quantiles(lengths, n=20)[-1] <= 26


def test_all_texts_together_stay_easy_to_read():
    lengths = [length for text in ARTICLES.values() for length in sentences_of(text)]
    assert statistics.median(lengths) <= 20


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_says_what_to_do_for_whom_and_who_helps(slug):
    article = ARTICLES[slug]
    kinds = {key for table in article["body"] for key in table}
    assert {"cases", "partners"} <= kinds
    assert kinds & {"steps", "list", "table"}
    assert len(article["summary"]) <= 160
    assert article["summary"].endswith(".")


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_refers_only_to_what_exists(slug):
    body = ARTICLES[slug]["body"]
    for table in body:
        assert set(table.get("partners", ())) <= set(PARTNERS)
        assert all(SHEET_ID.fullmatch(sheet) for sheet in table.get("sheets", ()))
        if "service_cerfa" in table:
            assert CERFA_NUMBER.fullmatch(table["service_cerfa"])
    for text in texts_of(body):
        assert set(re.findall(r"\(article:([\w-]+)\)", text)) <= set(ARTICLES)


def test_addresses_of_articles_are_unique_over_all_headings():
    assert len(ARTICLES) == sum(len(content.articles_of(key)) for key in Heading.values)


def test_the_town_has_its_partners_and_one_hides_its_address():
    assert len(PARTNERS) >= 25
    hidden = [
        key for key, text in PARTNERS.items() if text["places"][0].get("address_visibility") == AddressVisibility.HIDDEN
    ]
    assert hidden == ["l-escale"]


def test_every_heading_has_partners_who_take_questions():
    for key in Heading.values:
        asked = [text for text in PARTNERS.values() if key in text["headings"] and text.get("team_email")]
        assert len(asked) >= 3, key


def test_there_are_news_and_events_to_come():
    assert len(content.read_folder("news")) >= 4
    assert sum(text["in_days"] > 0 for text in content.read_folder("events").values()) >= 4


def test_a_question_waits_at_every_stage():
    stages = {question["stage"] for question in content.read("questions")["questions"]}
    assert stages >= {
        "received",
        "assigned",
        "drafting",
        "proposed",
        "changes_requested",
        "answered",
        "declined",
        "out_of_scope",
        "spam",
    }
