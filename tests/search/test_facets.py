"""What a reader narrows a list to, and what is said to be left beside it."""

import pytest

from clairdroit.facets.counting import narrow
from clairdroit.search.facets import Territory, ways
from clairdroit.search.ranking import Ranked, RankedDocument
from clairdroit.search.registry import Place
from tests.search.factories import SearchDocumentFactory

HERE = Place("78646", "Versailles", frozenset(["france", "epci-1"]), 48.80, 2.13, frozenset(["epci-1"]))


def result(pk=1, distance_km=None, **fields):
    row = SearchDocumentFactory.build(pk=pk, **fields)
    return Ranked(RankedDocument(*(getattr(row, name) for name in RankedDocument._fields)), 1.0, 1.0, distance_km)


@pytest.mark.parametrize(
    ("item", "place", "expected"),
    [
        (result(is_local=True), None, Territory.HERE),
        (result(), HERE, Territory.EVERYWHERE),
        (result(area_codes=" epci-1 "), HERE, Territory.HERE),
        (result(area_codes=" epci-1 "), None, Territory.EVERYWHERE),
        (result(area_codes=" france "), HERE, Territory.EVERYWHERE),
        (result(area_codes=" epci-12 "), HERE, Territory.EVERYWHERE),
        (result(distance_km=20.0), HERE, Territory.HERE),
        (result(distance_km=20.1), HERE, Territory.EVERYWHERE),
    ],
    ids=["the town's", "national", "serves", "nowhere", "serves all", "serves others", "near", "far"],
)
def test_what_is_here_is_the_towns_what_serves_the_reader_alone_and_what_is_near(item, place, expected):
    assert ways(place)["territory"](item) == (expected,)


ITEMS = [
    result(1, kind="sheet", heading_keys=" logement ", audience_keys=" seniors "),
    result(2, kind="sheet", heading_keys=" logement famille ", audience_keys=""),
    result(3, kind="news", heading_keys=" famille ", audience_keys=" seniors jeunes "),
]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({}, [1, 2, 3]),
        ({"kind": "sheet"}, [1, 2]),
        ({"audience": "seniors"}, [1, 3]),
        ({"kind": "sheet", "audience": "seniors"}, [1]),
        ({"heading": "famille", "audience": "jeunes"}, [3]),
        ({"kind": "news", "heading": "logement"}, []),
        ({"territory": "ici"}, []),
    ],
)
def test_choices_of_several_facets_hold_together(chosen, left):
    assert [item.document.pk for item in narrow(ITEMS, ways(None), chosen).kept] == left


def test_the_counts_of_a_facet_heed_the_other_choices_and_not_its_own():
    counts = narrow(ITEMS, ways(None), {"kind": "sheet", "audience": "seniors"}).counts
    assert counts["kind"] == {"sheet": 1, "news": 1}
    assert counts["audience"] == {"seniors": 1}
    assert counts["heading"] == {"logement": 1}
