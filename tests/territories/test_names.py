import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairdroit.territories.names import edit_distance, normalise, sound, without_article


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("ST-GERMAIN EN LAYE", "saint germain en laye"),
        ("Ste Geneviève", "sainte genevieve"),
        ("Œuilly", "oeuilly"),
        ("  Saint--Étienne ", "saint etienne"),
    ],
)
def test_names_lose_what_people_leave_out(written, expected):
    assert normalise(written) == expected


def test_only_the_leading_article_goes():
    assert without_article("le mans") == "mans"
    assert without_article("lemans") == "lemans"
    assert without_article("ville la grand") == "ville la grand"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("guyencour", "guyancourt"), ("tolouse", "toulouse"), ("strasbour", "strasbourg"), ("montpelier", "montpellier")],
)
def test_misspelt_names_sound_the_same(wrong, right):
    assert sound(wrong) == sound(right)


def test_edit_distance_counts_a_swap_once_and_stops_at_the_limit():
    assert edit_distance("germian", "germain", 2) == 1
    assert edit_distance("paris", "paris", 2) == 0
    assert edit_distance("paris", "versailles", 2) == 3


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
