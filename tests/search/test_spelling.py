import pytest

from clairdroit.search import spelling
from clairdroit.search.stemming import light_stem


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [("loyer", "loyer", 0), ("loyer", "loyr", 1), ("loyer", "lyoer", 1), ("loyer", "layor", 2), ("caf", "mairie", 3)],
)
def test_mistakes_are_counted_up_to_the_limit(one, other, mistakes):
    assert spelling.distance(one, other, 2) == mistakes


def test_a_correction_keeps_the_rest_of_the_sentence():
    found = {"alocation": spelling.Correction("allocation")}
    assert spelling.rewrite("Une alocation, vite !", found) == "Une allocation, vite !"
    assert spelling.rewrite("Une allocation", {}) == ""


@pytest.mark.parametrize(
    "forms",
    [
        ("loyer", "loyers"),
        ("payer", "paye", "payee", "payez", "paiement", "paiements", "paie"),
        ("licencier", "licencie", "licenciee", "licenciement", "licenciements"),
        ("droit", "droits"),
        ("travail", "travaux"),
        ("national", "nationale", "nationaux", "nationales"),
        ("conge", "conges"),
        ("allocation", "allocations"),
        ("demissionner", "demission", "demissions", "demissionne"),
        ("francais", "francaise", "francaises"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms):
    assert len({light_stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("loi", "loyer"), ("caf", "cafe"), ("mari", "mariage"), ("ass", "asse")])
def test_other_words_have_another_stem(one, other):
    assert light_stem(one) != light_stem(other)
