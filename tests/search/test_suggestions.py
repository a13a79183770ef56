import json
from datetime import date

import pytest
from django.urls import reverse

from clairdroit.search import indexing, registry, titles
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument, SuggestedTitle
from clairdroit.search.suggestions import MAX_SUGGESTIONS, suggest, typed_words
from tests.search.factories import make_source, put

pytestmark = pytest.mark.django_db

VERSAILLES = registry.Place("78646", "Versailles", frozenset(["commune-78646"]), 48.80, 2.13)
HERE = {"latitude": 48.81, "longitude": 2.14}
FAR = {"latitude": 43.3, "longitude": 5.4}


@pytest.fixture(autouse=True)
def _offered(only_sources):
    only_sources(
        make_source("article", order=10),
        make_source("sheet", order=20),
        make_source("partner", Shelf.DIRECTORY, order=30),
        headings=[lambda request: [registry.HeadingLink("logement", "Mon logement", "/logement/")]],
        places=[lambda code, request: VERSAILLES if code == "78646" else None],
    )


def indexed(*documents):
    """Each as (kind, title, more fields), found and suggested as after a rebuild."""
    for kind, title, fields in documents:
        shelf = Shelf.DIRECTORY if kind == "partner" else Shelf.CONTENT
        put(title, kind=kind, shelf=shelf, **fields)
    for kind in {kind for kind, *_rest in documents}:
        titles.follow_index(kind)
    indexing.count_terms()


def labels(text, **options):
    return [suggestion.label for suggestion in suggest(text, **{"language": "fr", **options})]


@pytest.mark.parametrize(
    "text",
    [
        "Alloc",
        "alloc",
        "caisse d alloc",
        "ALLOC fam",
        "caisse d’allocations familiales",
        "familiales caisse",
        "je cherche la caisse",
        "famil ",
    ],
)
def test_the_beginning_of_any_word_of_a_title_is_enough(text):
    indexed(("sheet", "Caisse d'allocations familiales", {}), ("sheet", "Carte grise", {}))
    assert labels(text) == ["Caisse d'allocations familiales"]


@pytest.mark.parametrize("text", ["deces", "DÉCÈS", "décé", "oeuv", "œuvre"])
def test_accents_and_ligatures_do_not_count(text):
    indexed(("sheet", "Décès : les œuvres", {}))
    assert labels(text) == ["Décès : les œuvres"]


@pytest.mark.parametrize("text", ["alocat", "allcoation", "alloccation", "handycap", "alocation handicp"])
def test_a_slip_of_the_finger_is_forgiven_when_nothing_begins_so(text):
    indexed(("sheet", "Allocation aux adultes handicapés", {}), ("sheet", "Carte grise", {}))
    assert labels(text) == ["Allocation aux adultes handicapés"]


def test_what_begins_as_typed_is_not_corrected():
    indexed(("sheet", "Avocat", {}), ("sheet", "Allocation", {}))
    assert labels("avoc") == ["Avocat"]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "?!", "zzzz", "zz", "12345678901", "carte zzzz", "loyer " * 50, "\x00", "' OR 1=1 --", '"* NEAR('],
)
def test_what_matches_nothing_suggests_nothing(text):
    indexed(("sheet", "Carte grise", {}))
    assert labels(text) == []


def test_whole_messages_have_no_suggestion():
    indexed(("sheet", "Payer son loyer", {}))
    message = "Bonjour, mon propriétaire refuse les clefs depuis trois mois, comment payer mon loyer"
    assert labels(message) == []


def test_a_title_that_begins_so_comes_first_then_the_town_s_own_texts():
    indexed(
        ("sheet", "Aide au loyer", {}),
        ("article", "Payer le loyer", {"is_local": True}),
        ("sheet", "Loyer : révision", {}),
        ("partner", "Loyer Conseil", {}),
    )
    assert labels("loy") == ["Loyer : révision", "Loyer Conseil", "Payer le loyer", "Aide au loyer"]


def test_stale_texts_come_last_and_past_events_not_at_all():
    indexed(
        ("sheet", "Carte grise", {"is_stale": True}),
        ("sheet", "Carte verte de longue durée", {}),
        ("article", "Carte blanche au théâtre", {"happens_on": "2020-01-01"}),
    )
    assert labels("carte", on=date(2026, 1, 1)) == ["Carte verte de longue durée", "Carte grise"]


def test_partners_near_the_reader_come_first_with_their_town():
    indexed(
        ("partner", "CCAS", {"key": "far", "place": "13000 Marseille", **FAR}),
        ("partner", "CCAS de Versailles", {"key": "near", "place": "78000 Versailles", **HERE}),
    )
    assert labels("ccas") == ["CCAS", "CCAS de Versailles"]
    assert labels("ccas", place=VERSAILLES) == ["CCAS de Versailles", "CCAS"]
    assert labels("ccas marseil") == ["CCAS"]


def test_among_too_many_to_compare_the_near_ones_are_still_found(monkeypatch):
    monkeypatch.setattr("clairdroit.search.suggestions.MANY", 5)
    monkeypatch.setattr("clairdroit.search.suggestions.POOL", 5)
    indexed(
        *(("partner", f"Mairie {letter}", {"place": f"13000 A{letter}", **FAR}) for letter in "abcdefghij"),
        ("partner", "Mairie de Versailles", {"place": "78000 Versailles", **HERE}),
    )
    assert labels("mair", place=VERSAILLES)[0] == "Mairie de Versailles"
    assert len(labels("mair")) == 5


def test_one_title_is_suggested_once_and_no_more_than_eight():
    indexed(
        ("sheet", "Carte grise", {"key": "particulier"}),
        ("sheet", "Carte grise", {"key": "professionnel"}),
        *(("sheet", f"Carte numéro {number}", {}) for number in range(20)),
    )
    found = labels("carte")
    assert len(found) == MAX_SUGGESTIONS
    assert found.count("Carte grise") == 1


def test_headings_are_suggested():
    heading = registry.HeadingLink("logement", "Mon logement", "/logement/")
    assert labels("logem", headings=[heading]) == ["Mon logement"]


def test_pages_that_have_a_translation_are_suggested_in_their_own_language_only():
    indexed(
        ("article", "Payer le loyer", {"is_translated": True}),
        ("article", "Paying the rent", {"is_translated": True, "language": "en"}),
        ("sheet", "Payer une amende", {}),
    )
    assert labels("pay") == ["Payer le loyer", "Payer une amende"]
    assert labels("pay", language="en") == ["Paying the rent", "Payer une amende"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("je voudrais une carte gri", ["carte", "gri"]),
        ("carte de", ["carte", "de"]),
        ("carte de ", ["carte"]),
        ("bonjour", ["bonjour"]),
        ("l’école, l’éco", ["ecole", "eco"]),
        ("R.S.A.", ["rsa"]),
    ],
)
def test_filler_does_not_count_except_a_last_word_that_may_go_on(text, words):
    assert typed_words(text) == words


def test_titles_follow_the_index_and_only_what_differs_is_written(django_assert_num_queries):
    put("Carte grise", kind="sheet", key="1")
    put("Divorce", kind="sheet", key="2")
    titles.follow_index("sheet")
    kept = SuggestedTitle.objects.get(title="Divorce").pk
    SearchDocument.objects.filter(object_key="1").delete()
    put("Carte verte", kind="sheet", key="1")
    put("En construction", kind="sheet", key="3", is_live=False)
    titles.follow_index("sheet", ["1", "3"])
    assert labels("carte") == ["Carte verte"]
    assert labels("en con") == []
    titles.follow_index("sheet")
    assert SuggestedTitle.objects.get(title="Divorce").pk == kept
    with django_assert_num_queries(2):
        titles.follow_index("sheet")


class TestTheAnswer:
    url = "/recherche/suggestions/"

    def ask(self, client, url=url, **query):
        response = client.get(url, query)
        assert response.status_code == 200
        return json.loads(response.content)["suggestions"]

    def test_leads_to_the_page_itself_and_keeps_the_reader_s_commune(self, client):
        indexed(("sheet", "Carte grise", {}))
        assert reverse("clairdroit_search:suggestions") == self.url
        [suggestion] = self.ask(client, q="cart", commune="78646")
        assert suggestion["label"] == "Carte grise"
        assert suggestion["note"] == "Sheet"
        assert suggestion["url"] == "/sheet/Carte grise/?commune=78646"
        [suggestion] = self.ask(client, "/en/recherche/suggestions/", q="cart")
        assert suggestion["url"] == "/en/sheet/Carte grise/"

    def test_may_be_kept_for_a_while_and_sets_no_cookie(self, client):
        response = client.get(self.url, {"q": "carte"})
        assert response["Cache-Control"] == "public, max-age=300"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?q=",
            "?q=%00",
            "?q=%ff%fe%ed%a0%80",
            "?q=a&commune=%00",
            f"?q={'a' * 10_000}",
            "?q=%F0%9F%8F%A0",
            "?q=%22*%20NEAR(&commune=1'",
        ],
    )
    def test_nothing_in_the_address_breaks_it(self, client, query):
        indexed(("sheet", "Carte grise", {}))
        assert client.get(f"{self.url}{query}").status_code == 200

    def test_costs_the_same_number_of_queries_however_many_titles(self, client, django_assert_max_num_queries):
        indexed(*(("sheet", f"Carte numéro {number}", {}) for number in range(30)))
        with django_assert_max_num_queries(2):
            client.get(self.url, {"q": "carte"})
        with django_assert_max_num_queries(4):
            client.get(self.url, {"q": "carrte"})

    def test_only_reads(self, client):
        assert client.post(self.url, {"q": "loyer"}).status_code == 405
