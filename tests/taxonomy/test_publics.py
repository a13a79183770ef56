import pytest

from clairdroit.taxonomy.enums import Public
from clairdroit.taxonomy.publics import NAMED, publics_named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Congé parental dans la fonction publique", [Public.AGENTS_PUBLICS]),
        ("Aide aux étudiantes", [Public.ETUDIANTS]),
        ("RSA d’un jeune", [Public.JEUNES, Public.MINIMAS_SOCIAUX]),
        ("Carte de séjour", [Public.EXILES]),
        ("Payer son loyer", []),
        ("Apaiser un conflit", []),
        ("Le parentage", []),
        ("", []),
    ],
)
def test_a_title_names_its_public_in_whole_words(text, expected):
    assert publics_named(text) == expected


def test_every_public_can_be_named():
    assert set(NAMED) == set(Public)
