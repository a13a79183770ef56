"""What choices leave together, and what each would leave: in memory, and in the database alike."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from clairdroit.facets.counting import Column, Conditions, Uncounted, count_rows, narrow, narrow_rows
from clairdroit.partners_snippets.models import Partner
from tests.partners_snippets.factories import PartnerFactory

# A thing stands under some colours, some sizes, some shapes.
COLOURS, SIZES, SHAPES = "rgb", "SML", "ox"
things = st.tuples(*(st.frozensets(st.sampled_from(each)) for each in (COLOURS, SIZES, SHAPES)))
WAYS = {"colour": lambda thing: thing[0], "size": lambda thing: thing[1], "shape": lambda thing: thing[2]}
choices = st.fixed_dictionaries(
    {},
    optional={
        "colour": st.sampled_from([*COLOURS, "ultraviolet"]),
        "size": st.sampled_from(SIZES),
        "shape": st.sampled_from(SHAPES),
    },
)


def left(items, chosen):
    return [item for item in items if all(value in WAYS[name](item) for name, value in chosen.items())]


@given(st.lists(things), choices)
def test_a_count_is_what_its_choice_would_show(items, chosen):
    found = narrow(items, WAYS, chosen)
    assert found.kept == left(items, chosen)
    for name, values in (("colour", COLOURS), ("size", SIZES), ("shape", SHAPES)):
        for value in values:
            assert found.counts[name].get(value, 0) == len(left(items, {**chosen, name: value}))
        others = {key: value for key, value in chosen.items() if key != name}
        assert found.totals[name] == found.of(name)[""] == len(left(items, others))


def test_what_two_others_refuse_is_not_asked_the_dearest():
    asked = []

    def dear(thing):
        asked.append(thing)
        return thing[2]

    refused_twice, refused_once = ("g", "L", "o"), ("r", "L", "o")
    narrow([refused_twice, refused_once], WAYS | {"shape": dear}, {"colour": "r", "size": "S", "shape": "o"})
    assert set(asked) == {refused_once}


def test_what_is_not_counted_costs_no_counting():
    found = narrow([("r", "S", "o")], WAYS, {"colour": "r"}, is_counted=False)
    assert (found.kept, found.counts["size"]) == ([("r", "S", "o")], {})


ROWS = {
    "heading": Column("headings"),
    "kind": Column("kind"),
    "walk_in": Conditions({"yes": Q(without_appointment=True), "no": Q(without_appointment=False)}),
    "language": Uncounted(lambda language: Q(languages__icontains=language)),
}


@pytest.fixture
def partners(db):
    PartnerFactory(name="A", headings=["logement", "sante"], without_appointment=True, languages="arabe")
    PartnerFactory(name="B", headings=["logement"], without_appointment=True)
    PartnerFactory(name="C", headings=["sante"])
    PartnerFactory(name="D")
    return Partner.objects.order_by("name")


@pytest.mark.parametrize(
    "chosen",
    [{}, {"heading": "logement"}, {"heading": "sante", "walk_in": "yes"}, {"language": "arabe"}, {"kind": "x"}],
)
def test_the_database_counts_what_it_then_shows(partners, chosen):
    counts = count_rows(partners, ROWS, chosen)
    assert "language" not in counts
    for name, values in {"heading": ("logement", "sante", "famille"), "walk_in": ("yes", "no")}.items():
        for value in values:
            shown = narrow_rows(partners, ROWS, {**chosen, name: value})
            assert counts[name].get(value, 0) == len(shown), (name, value)
            assert len(shown) == len({row.pk for row in shown})


def test_each_facet_takes_one_query_however_many_rows_and_choices(partners):
    with CaptureQueriesContext(connection) as queries:
        count_rows(partners, ROWS, {"heading": "logement"})
    assert len(queries) == 3
    assert not any("ORDER BY" in query["sql"] for query in queries)


def test_none_is_no_value_of_a_column(partners):
    assert set(count_rows(partners, ROWS, {})["heading"]) == {"logement", "sante"}
