import datetime

import pytest
from django.db import OperationalError
from django.utils import timezone

from clairdroit.search import indexing, query_log, registry, titles
from clairdroit.search.enums import Outcome
from clairdroit.search.models import AskedQuery, QueryDay
from clairdroit.search.suggestions import FOLLOWED, suggest
from tests.search.factories import make_source, put

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
COUNT = "/recherche/comptage/"


@pytest.fixture(autouse=True)
def _offered(only_sources, only_registered):
    only_sources(make_source("sheet"))
    only_registered(registry.counting_guards)


@pytest.fixture
def on_day(monkeypatch):
    def travel(number):
        day = datetime.date(2026, 3, 1) + datetime.timedelta(days=number)
        monkeypatch.setattr(timezone, "localdate", lambda *args: day)
        return day

    return travel


def texts():
    return list(AskedQuery.objects.exclude(text="").values_list("text", flat=True))


def test_words_are_kept_from_the_third_day_on(on_day):
    for day in (0, 0, 0, 0, 1, 1):
        on_day(day)
        query_log.count("Prime rentrée", Outcome.NOTHING)
    assert texts() == []
    assert not [row for row in AskedQuery.objects.values_list() if "prime" in str(row).lower()]
    on_day(2)
    query_log.count("  prime   RENTREE ", Outcome.NOTHING)
    assert texts() == ["prime rentree"]
    assert AskedQuery.objects.get().days.count() == 3


def test_days_too_far_apart_do_not_add_up(on_day):
    for day in (0, 20, 40, 60):
        on_day(day)
        query_log.count("prime rentrée", Outcome.NOTHING)
    assert texts() == []


@pytest.mark.parametrize(
    "text",
    [
        "jean.dupont@example.org",
        "01 99 00 12 34",
        "dossier 1234567",
        "1 85 05 78 006 084 36",
        "fr76 3000 6000 0112 3456 7890 189",
        "FR7630006000011234567890189",
        "mon mari est parti et je ne peux plus payer",
        "a" * 61,
        "",
    ],
)
def test_messages_and_what_looks_personal_are_counted_in_one_heap(on_day, text):
    for day in range(5):
        on_day(day)
        query_log.count(text, Outcome.NOTHING)
    query = AskedQuery.objects.get()
    assert (query.fingerprint, query.text, query.words) == ("", "", "")
    assert sum(query.days.values_list("nothing", flat=True)) == 5


@pytest.mark.parametrize("text", ["prime de rentrée 2026", "article 700", "apl", "rsa moins de 25 ans"])
def test_what_names_nobody_is_counted_by_itself(text):
    query_log.count(text, Outcome.NOTHING)
    assert AskedQuery.objects.get().fingerprint


def test_a_fingerprint_cannot_be_made_without_the_site_s_key(settings):
    before = query_log.fingerprint("apl")
    assert before == query_log.fingerprint("A.P.L.".replace(".", ""))
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key"
    assert query_log.fingerprint("apl") != before


def test_what_is_old_is_forgotten(on_day):
    on_day(0)
    query_log.count("rare", Outcome.NOTHING)
    for day in (0, 1, 2):
        on_day(day)
        query_log.count("souvent", Outcome.NOTHING)
    query_log.forget(on=on_day(29))
    assert texts() == ["souvent"]
    assert AskedQuery.objects.count() == 1
    query_log.forget(on=on_day(94))
    assert not AskedQuery.objects.exists()
    assert not QueryDay.objects.exists()


def test_nothing_else_is_stored():
    """No address, no browser, no time of day: whoever adds a column decides about it here."""
    fields = {field.name for model in (AskedQuery, QueryDay) for field in model._meta.concrete_fields}
    assert fields == {
        *("id", "fingerprint", "text", "words", "clicks", "handled_on", "is_ignored"),
        *("query", "day", "nothing", "shown", "clicked"),
    }


def counted(outcome):
    return sum(QueryDay.objects.values_list(outcome, flat=True))


class TestTheResultsPage:
    def test_counts_a_search_that_finds_nothing(self, client):
        response = client.get("/recherche/?q=xylophone", **BROWSER)
        assert counted("nothing") == 1
        assert not response.cookies

    @pytest.mark.parametrize(
        ("address", "browser"),
        [
            ("/recherche/?q=loyer", BROWSER),
            ("/recherche/?q=xylophone&type=sheet", BROWSER),
            ("/recherche/?q=xylophone&page=2", BROWSER),
            ("/recherche/?q=", BROWSER),
            ("/recherche/?q=xylophone", {}),
            ("/recherche/?q=xylophone", {"HTTP_USER_AGENT": "Googlebot/2.1"}),
            ("/recherche/?q=xylophone", BROWSER | {"HTTP_SEC_PURPOSE": "prefetch;prerender"}),
        ],
        ids=["found", "narrowed", "second page", "empty", "no browser", "robot", "in advance"],
    )
    def test_counts_nothing_else(self, client, address, browser):
        put("Loyer", kind="sheet")
        indexing.count_terms()
        client.get(address, **browser)
        assert not AskedQuery.objects.exists()

    def test_is_shown_whether_or_not_the_search_can_be_counted(self, client, monkeypatch, only_registered):
        def fail(*args):
            raise OperationalError("database is locked")

        monkeypatch.setattr(query_log, "_count", fail)
        assert client.get("/recherche/?q=xylophone", **BROWSER).status_code == 200
        only_registered(registry.counting_guards, fail)
        assert client.get("/recherche/?q=xylophone", **BROWSER).status_code == 200


class TestTheCountingAddress:
    @pytest.fixture
    def page_token(self, client):
        put("Loyer", kind="sheet")
        indexing.count_terms()
        content = client.get("/recherche/?q=Loyer").content.decode()
        assert "search/counting" in content
        assert f'data-search-count="{COUNT}"' in content
        return content.partition('data-search-token="')[2].partition('"')[0]

    def test_counts_what_our_page_showed(self, client, page_token):
        for outcome in ("shown", "shown", "clicked"):
            response = client.post(COUNT, {"search": page_token, "outcome": outcome}, **BROWSER)
            assert response.status_code == 204
            assert not response.cookies
        assert (counted("shown"), counted("clicked"), counted("nothing")) == (2, 1, 0)
        assert AskedQuery.objects.get().clicks == 1

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"search": "loyer", "outcome": "shown"},
            {"search": "loyer:forged", "outcome": "shown"},
            {"search": "\x00", "outcome": "\x00"},
            {"search": "a" * 10_000, "outcome": "shown"},
        ],
    )
    def test_counts_nothing_that_is_not_ours_and_says_so_to_nobody(self, client, body):
        assert client.post(COUNT, body, **BROWSER).status_code == 204
        assert not AskedQuery.objects.exists()

    @pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"--x\r\n", b"%ed%a0%80=%00"])
    def test_bytes_that_are_no_form_are_nothing(self, client, body):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
            assert client.generic("POST", COUNT, body, kind, **BROWSER).status_code == 204

    def test_an_outcome_of_the_server_s_own_cannot_be_told(self, client, page_token):
        client.post(COUNT, {"search": page_token, "outcome": "nothing"}, **BROWSER)
        assert not AskedQuery.objects.exists()

    def test_a_guard_has_the_last_word(self, client, page_token, only_registered):
        only_registered(registry.counting_guards, lambda request: False)
        assert client.post(COUNT, {"search": page_token, "outcome": "shown"}, **BROWSER).status_code == 204
        assert not AskedQuery.objects.exists()

    def test_only_takes_posts(self, client):
        assert client.get(COUNT).status_code == 405


def test_a_page_of_another_site_and_too_many_searches_do_not_count(rf, monkeypatch):
    from clairdroit.partners_snippets import search_documents

    assert search_documents.counts(rf.post(COUNT))
    assert not search_documents.counts(rf.post(COUNT, headers={"Sec-Fetch-Site": "cross-site"}))
    monkeypatch.setattr(search_documents, "MAX_PER_HOUR", 0)
    assert not search_documents.counts(rf.post(COUNT))


def test_searches_that_led_somewhere_are_suggested_to_others(on_day):
    put("Revenu de solidarité active", kind="sheet")
    titles.follow_index("sheet")
    for day in range(FOLLOWED):
        on_day(day)
        query_log.count("rsa jeune", Outcome.CLICKED)
        query_log.count("rsa perdu", Outcome.SHOWN)
    [suggestion] = suggest("rsa", language="fr")
    assert (suggestion.label, suggestion.url_path) == ("rsa jeune", "/recherche/?q=rsa+jeune")
    AskedQuery.objects.update(is_ignored=True)
    assert suggest("rsa", language="fr") == []
