import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairdroit.territories.names import (
    TypedPlace,
    edit_distance,
    epci_name,
    later_words,
    normalise,
    sound,
    without_article,
)


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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("78 000 Versailles", TypedPlace("versailles", ("78000",))),
        ("F-78000", TypedPlace("", ("78000",))),
        ("REIMS CEDEX 2", TypedPlace("reims", (), is_cedex=True)),
        ("2a004", TypedPlace("", ("2A004",))),
        ("Marseille 8ème arr.", TypedPlace("marseille", ("8",))),
        ("", TypedPlace("")),
    ],
)
def test_what_is_typed_is_taken_apart(typed, expected):
    assert TypedPlace.read(typed) == expected


@pytest.mark.parametrize(("typed", "expected"), [("Paris 1er", "paris 1er"), ("Lyon 3", "lyon 3e"), ("Paris 75", "")])
def test_an_arrondissement_is_told_from_a_departement(typed, expected):
    assert TypedPlace.read(typed).arrondissement == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CA Saint-Quentin-en-Yvelines", "saint quentin en yvelines"),
        ("CC du Pays de Pontchâteau St-Gildas-des-Bois", "pontchateau saint gildas des bois"),
        ("CA Versailles Grand Parc (CAVGP)", "versailles grand parc"),
        ("Métropole du Grand Paris", "metropole du grand paris"),
    ],
)
def test_a_group_of_communes_is_known_without_its_legal_form(name, expected):
    assert epci_name(name) == expected


def test_later_words_of_a_name():
    assert later_words("saint germain en laye") == ["germain en laye", "en laye", "laye"]
    assert later_words("versailles") == []
