import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairdroit.search import analysis


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("décès", "deces"),
        ("Allocations", "allocation"),
        ("l’avocat", "avocat"),
        ("qu'un salarié", "salaries"),
        ("R.S.A.", "rsa"),
        ("prud'hommes", "prudhommes"),
        ("prud’homme", "Prud hommes"),
        ("13ème mois", "13e mois"),
        ("cœur", "coeurs"),
        ("payer", "paiement"),
        ("L'ÉCOLE", "école"),
    ],
)
def test_two_ways_to_write_are_one_word(one, other):
    assert analysis.terms(one) == analysis.terms(other) != []


@pytest.mark.parametrize(("one", "other"), [("mari", "mariage"), ("loi", "loyer"), ("caf", "cafe")])
def test_different_words_stay_apart(one, other):
    assert analysis.terms(one) != analysis.terms(other)


def test_words_of_every_text_are_dropped():
    assert analysis.terms("je ne peux plus payer mon loyer") == analysis.terms("payer loyer")


def test_politeness_is_dropped_from_a_query():
    message = "Bonjour, je voudrais savoir si je peux avoir le RSA svp merci cordialement"
    assert [word.folded for word in analysis.query_words(message)] == ["rsa"]


def test_politeness_alone_is_kept():
    assert [word.folded for word in analysis.query_words("Bonjour")] == ["bonjour"]


def test_each_term_is_looked_up_once():
    assert len(analysis.query_words("loyer loyers LOYER")) == 1


@given(st.text(max_size=400))
def test_terms_hold_letters_and_digits_only_whatever_the_text(text):
    for term in analysis.terms(text):
        assert term.isalnum()
        assert len(term) <= analysis.MAX_WORD_LENGTH * 4


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text):
    for word in analysis.words(text):
        assert analysis.fold(text[word.start : word.end])[: analysis.MAX_WORD_LENGTH] == word.folded
