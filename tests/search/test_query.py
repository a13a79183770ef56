import datetime

import pytest

from clairdroit.search import indexing, registry
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument
from clairdroit.search.query import search
from clairdroit.search.request import SearchRequest
from tests.search.factories import make_source, put

pytestmark = pytest.mark.django_db

VERSAILLES = registry.Place("78646", "Versailles", frozenset(["france", "commune-78646"]), 48.80, 2.13)


@pytest.fixture(autouse=True)
def _sources(only_sources):
    only_sources(
        make_source("article", order=1),
        make_source("sheet", order=2),
        make_source("partner", Shelf.DIRECTORY, order=3),
    )


def titles(text, **more):
    indexing.count_terms()
    return [item.document.title for item in search(SearchRequest(text=text, **more)).ranked]


def partner(title, **fields):
    return put(title, kind="partner", shelf=Shelf.DIRECTORY, **fields)


def test_a_whole_sentence_finds_what_it_is_about():
    put("Difficultés pour payer son loyer", kind="sheet", body="Que faire quand on ne peut plus payer.")
    put("Payer ses impôts", kind="sheet")
    put("Peut-on avoir un chien ?", kind="sheet")
    assert titles("Bonjour, je ne peux plus payer mon loyer, merci")[0] == "Difficultés pour payer son loyer"
    assert "Peut-on avoir un chien ?" not in titles("je ne peux plus payer mon loyer")


def test_what_has_all_words_comes_before_what_has_some():
    put("Loyer loyer loyer", kind="sheet", body="loyer " * 30)
    put("Autre chose", kind="sheet", body="Un loyer impayé.")
    put("Impayé de loyer", kind="sheet")
    assert titles("loyer impayé")[0] == "Impayé de loyer"


def test_when_no_page_has_all_words_the_nearest_are_shown_and_said_to_be():
    put("Le loyer", kind="sheet")
    put("Le divorce", kind="sheet")
    indexing.count_terms()
    found = search(SearchRequest(text="loyer divorce"))
    assert len(found.ranked) == 2
    assert found.is_partial


def test_local_comes_before_national_when_both_fit():
    put("Aide au loyer", kind="sheet", key="national")
    put("Aide au loyer", kind="article", key="local", is_local=True)
    indexing.count_terms()
    found = search(SearchRequest(text="aide loyer"))
    assert [item.document.object_key for item in found.ranked] == ["local", "national"]


def test_a_far_better_national_text_stays_first():
    put("Aide au loyer", kind="sheet", body="aide au loyer")
    put("Horaires", kind="article", is_local=True, body="Une aide existe parfois, entre mille autres choses.")
    assert titles("aide loyer")[0] == "Aide au loyer"


def test_what_was_not_verified_for_long_comes_after_what_was():
    put("Aide au loyer", kind="article", key="old", is_stale=True)
    put("Aide au loyer", kind="article", key="new")
    indexing.count_terms()
    found = search(SearchRequest(text="aide loyer"))
    assert [item.document.object_key for item in found.ranked] == ["new", "old"]


def test_a_past_event_comes_last():
    put("Forum emploi", kind="article", key="past", happens_on=datetime.date(2020, 1, 1))
    put("Forum emploi", kind="article", key="next", happens_on=datetime.date(2030, 1, 1))
    indexing.count_terms()
    found = search(SearchRequest(text="forum emploi", on=datetime.date(2026, 1, 1)))
    assert [item.document.object_key for item in found.ranked] == ["next", "past"]


def test_partners_near_the_reader_come_first():
    partner("CCAS", key="far", latitude=43.3, longitude=5.4)
    partner("CCAS", key="near", latitude=48.81, longitude=2.12)
    indexing.count_terms()
    found = search(SearchRequest(text="ccas", place=VERSAILLES))
    assert [item.document.object_key for item in found.ranked] == ["near", "far"]
    assert found.ranked[0].distance_km < 2
    assert search(SearchRequest(text="ccas")).ranked[0].distance_km is None


def test_partners_serving_the_reader_come_before_those_serving_others():
    partner("ADIL", key="theirs", area_codes=["commune-13055"])
    partner("ADIL", key="ours", area_codes=["commune-78646"])
    indexing.count_terms()
    found = search(SearchRequest(text="adil", place=VERSAILLES))
    assert [item.document.object_key for item in found.ranked] == ["ours", "theirs"]


def test_the_reader_can_keep_one_kind_or_one_heading():
    put("Loyer article", kind="article", heading_keys=["logement"])
    put("Loyer fiche", kind="sheet", heading_keys=["logement", "precarite"])
    partner("Loyer conseil")
    assert titles("loyer", kind="partner") == ["Loyer conseil"]
    assert titles("loyer", heading="precarite") == ["Loyer fiche"]
    assert titles("loyer", heading="logement", kind="article") == ["Loyer article"]
    found = search(SearchRequest(text="loyer"))
    assert found.counts["kind"] == {"article": 1, "sheet": 1, "partner": 1}
    assert found.counts["heading"] == {"logement": 2, "precarite": 1}


def test_an_unknown_word_is_found_by_its_nearest_spelling():
    put("Allocation logement", kind="sheet")
    indexing.count_terms()
    found = search(SearchRequest(text="alocation"))
    assert [item.document.title for item in found.ranked] == ["Allocation logement"]
    assert found.suggestion == "allocation"
    assert found.is_corrected


def test_a_known_word_is_never_corrected():
    put("Allocation", kind="sheet")
    put("Location", kind="sheet")
    indexing.count_terms()
    found = search(SearchRequest(text="location"))
    assert found.suggestion == ""
    assert [item.document.title for item in found.ranked] == ["Location"]


def test_a_text_indexed_since_the_last_count_is_found():
    put("Ancien", kind="sheet")
    indexing.count_terms()
    put("Xylophone", kind="sheet")
    assert [item.document.title for item in search(SearchRequest(text="xylophone")).ranked] == ["Xylophone"]


def test_nothing_is_found_for_nothing():
    put("Loyer", kind="sheet")
    assert titles("") == titles("   ") == titles("le la les") == []


@pytest.mark.parametrize("commune", [None, VERSAILLES])
def test_the_number_of_queries_does_not_grow_with_the_index(django_assert_max_num_queries, commune):
    for number in range(30):
        put(f"Loyer {number}", kind="sheet")
        partner(f"Loyer conseil {number}", latitude=48.8, longitude=2.1)
    indexing.count_terms()
    with django_assert_max_num_queries(7):
        found = search(SearchRequest(text="loyer alocation conseil", place=commune))
    assert len(found.ranked) == 60


def test_only_live_documents_are_found():
    put("Loyer", kind="sheet", is_live=False)
    assert titles("loyer") == []
    assert SearchDocument.objects.staged().count() == 1
