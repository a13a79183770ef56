"""Each thing that moves a document up or down, alone: two documents alike in all else."""

import datetime

import pytest

from clairdroit.search import ranking
from clairdroit.search.enums import Shelf
from clairdroit.search.registry import Place
from tests.search.factories import SearchDocumentFactory

TODAY = datetime.date(2026, 11, 24)
HERE = Place("78646", "Versailles", frozenset(["commune-78646", "epci-1"]), 48.80, 2.13)
IMPORTANCE = {shelf: {"loy": 2.0, "impay": 1.0} for shelf in Shelf.values}


def document(pk, **fields):
    row = SearchDocumentFactory.build(pk=pk, **{"terms_title": "loy", **fields})
    return ranking.RankedDocument(*(getattr(row, name) for name in ranking.RankedDocument._fields))


def order(*documents, importance=IMPORTANCE, **more):
    return [item.document.pk for item in ranking.rank(documents, importance, **more)]


def score(importance=IMPORTANCE, **fields):
    return ranking.rank([document(1, **fields)], importance)[0].score


def test_equals_stand_in_the_order_they_were_indexed():
    assert order(document(3), document(1), document(2)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"is_local": True}, {}),
        ({}, {"is_stale": True}),
        ({}, {"happens_on": TODAY - datetime.timedelta(days=1)}),
        ({"area_codes": " epci-1 "}, {}),
        ({}, {"area_codes": " commune-13055 "}),
        ({"latitude": 48.81, "longitude": 2.13}, {"latitude": 48.95, "longitude": 2.13}),
        ({"latitude": 48.95, "longitude": 2.13}, {}),
    ],
    ids=["local", "stale", "past", "serves", "serves others", "nearer", "near at all"],
)
def test_one_thing_alone_decides_between_two_equal_texts(better, worse):
    assert order(document(1, **worse), document(2, **better), place=HERE, on=TODAY) == [2, 1]


@pytest.mark.parametrize("day", [TODAY, TODAY + datetime.timedelta(days=1), None])
def test_an_event_of_today_or_later_is_not_past(day):
    assert order(document(1, happens_on=day), document(2), on=TODAY) == [1, 2]


def test_without_a_day_no_event_is_past():
    assert order(document(1, happens_on=TODAY - datetime.timedelta(days=9)), document(2)) == [1, 2]


def test_without_a_place_areas_and_distances_count_for_nothing():
    far = document(1, area_codes=" commune-13055 ", latitude=43.3, longitude=5.4)
    ranked = ranking.rank([far, document(2)], IMPORTANCE)
    assert [item.document.pk for item in ranked] == [1, 2]
    assert ranked[0].distance_km is None


def test_an_area_code_is_compared_whole():
    inside = ranking.standing(document(1, area_codes=" epci-1 "), place=HERE, on=None, distance=None)
    longer = ranking.standing(document(1, area_codes=" epci-12 "), place=HERE, on=None, distance=None)
    assert (inside, longer) == (ranking.FRESH_AREA, ranking.OUTSIDE_AREA)


def test_a_kind_may_weigh_less_than_another():
    documents = document(1, kind="news"), document(2, kind="sheet")
    assert order(*documents, kind_weights={"news": 0.8}) == [2, 1]
    assert order(*documents, kind_weights={"news": 1.2}) == [1, 2]


def test_a_title_says_more_than_a_summary_than_a_chapter_than_a_passage():
    scores = [
        score(**{"terms_title": "", name: "loy mot mot"})
        for name in ("terms_title", "terms_summary", "terms_chapters", "terms_body")
    ]
    assert scores == sorted(set(scores), reverse=True)


def test_a_short_title_says_more_than_a_long_one():
    assert score(terms_title="loy") > score(terms_title="loy mot mot mot")


def test_a_word_said_twice_counts_more_but_not_double():
    once, twice = (score(terms_title="", terms_body=said) for said in ("loy mot mot", "loy mot loy"))
    assert once < twice < 2 * once


def test_a_rare_word_found_counts_more_than_a_common_one():
    assert score(terms_title="loy") > score(terms_title="impay")


def test_words_side_by_side_in_the_order_typed_count_more():
    together = score(terms_title="", terms_body="mot loy impay mot")
    assert together > score(terms_title="", terms_body="loy mot impay mot")
    assert together > score(terms_title="", terms_body="mot impay loy mot")


def test_part_of_a_longer_term_is_not_the_term():
    ranked = ranking.rank([document(1, terms_title="loyal", terms_body="deloy")], IMPORTANCE)
    assert (ranked[0].score, ranked[0].coverage) == (0.0, 0.0)


def test_coverage_is_the_share_of_the_query_by_rarity():
    shares = [
        ranking.rank([document(1, terms_title=title)], IMPORTANCE)[0].coverage
        for title in ("loy impay", "loy", "impay", "mot", "")
    ]
    assert shares == pytest.approx([1, 2 / 3, 1 / 3, 0, 0])


def test_each_shelf_has_its_own_rarities():
    importance = {Shelf.CONTENT: {"loy": 1.0, "impay": 9.0}, Shelf.DIRECTORY: {"loy": 9.0, "impay": 1.0}}
    text, record = document(1), document(2, directory=True)
    coverage = {item.document.pk: item.coverage for item in ranking.rank([text, record], importance)}
    assert coverage == {1: pytest.approx(0.1), 2: pytest.approx(0.9)}


def test_a_query_that_weighs_nothing_scores_nothing():
    assert ranking.TextQuery({}, {}).relevance(document(1)) == (0.0, 0.0)
    assert ranking.TextQuery({"loy": 0.0}, {}).relevance(document(1)) == (0.0, 0.0)


def test_rarity_falls_with_each_document_and_is_never_negative():
    rarities = [ranking.rarity(found, 1000) for found in (0, 1, 10, 500, 1000)]
    assert rarities == sorted(set(rarities), reverse=True)
    assert 0 < rarities[-1] < 0.1


def test_distance_is_as_the_crow_flies():
    paris = document(1, latitude=48.8566, longitude=2.3522)
    lyon = Place("69123", "Lyon", frozenset(), 45.7640, 4.8357)
    assert ranking.distance_km(paris, lyon) == pytest.approx(391.5, abs=2)


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_a_distance_needs_both_ends(missing):
    known = {"latitude": 48.8, "longitude": 2.1}
    assert ranking.distance_km(document(1, **known | {missing: None}), HERE) is None
    assert ranking.distance_km(document(1, **known), Place("1", "x", frozenset(), **known | {missing: None})) is None
    assert ranking.distance_km(document(1, **known), None) is None


def test_the_equator_and_greenwich_are_places():
    assert ranking.distance_km(document(1, latitude=0.0, longitude=0.0), Place("1", "x", frozenset(), 0.0, 0.0)) == 0


def test_the_rarest_word_of_ten_thousand_documents_is_damped():
    assert 4 < ranking.rarity(1, 10_000) < 5


@pytest.mark.parametrize(("title", "fit"), [("loy impay", 3.0), ("loy impay mot", 2.0), ("loy mot", 1.0), ("mot", 0.0)])
def test_a_title_fits_by_how_much_it_shares_and_how_little_else_it_holds(title, fit):
    query = ranking.TextQuery(IMPORTANCE[Shelf.CONTENT], {})
    found = query.title_fit(f" {title} ", query.counts(f" {title} "))
    assert found == pytest.approx(fit)


def test_what_others_refer_to_comes_before_what_nobody_names():
    assert order(document(1), document(2, cited_by=3)) == [2, 1]


@pytest.mark.parametrize(("terms", "expected"), [("agent fonction", [2, 1]), ("loy", [1, 2]), ("", [1, 2])])
def test_a_text_for_some_people_stands_lower_unless_the_query_names_them(terms, expected):
    """Without audience words a text is for everyone; with them, only for those whom the query speaks of."""
    some = document(1, terms_audience=terms)
    assert order(some, document(2)) == expected


def test_a_query_that_names_the_audience_finds_its_text_first():
    importance = {shelf: {"loy": 2.0, "agent": 1.0} for shelf in Shelf.values}
    everyone = document(1, terms_body="agent")
    some = document(2, terms_body="agent", terms_audience="agent fonction")
    assert order(everyone, some, importance=importance) == [1, 2]
    assert order(everyone, some) == [1, 2]
    assert order(document(3), some) == [3, 2]


def test_the_page_that_the_best_answers_refer_to_rises():
    answers = [document(number, object_key=f"Q{number}", cites="note:main note:gone") for number in (1, 2, 3)]
    main = document(9, object_key="main", terms_title="", terms_body="loy")
    rival = document(8, object_key="rival", terms_title="", terms_body="loy")
    assert order(*answers, rival, main)[-2:] == [9, 8]
    assert ranking.referred_to([main, *answers], [0.1, 1.0, 1.0, 1.0]).keys() == {"note:main"}


def test_what_everything_refers_to_gains_less_than_what_few_do():
    answers = [document(1, object_key="Q", cites="note:rare note:common")]
    rare, common = document(2, object_key="rare", cited_by=1), document(3, object_key="common", cited_by=400)
    gained = ranking.referred_to([*answers, rare, common], [1.0, 0.1, 0.1])
    assert gained["note:rare"] > gained["note:common"] > 0


def test_another_wording_counts_less_than_the_word_that_was_typed():
    importance = {shelf: {"loy": 1.0} for shelf in Shelf.values}
    typed, reworded = document(2, terms_title="", terms_body="loy"), document(1, terms_title="", terms_body="ferm")
    ranked = ranking.rank([reworded, typed], importance, phrasings={"loy": ["ferm"]})
    assert [item.document.pk for item in ranked] == [2, 1]
    assert [item.coverage for item in ranked] == [1.0, 1.0]
