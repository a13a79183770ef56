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
        ("l'œuvre", "OEUVRES"),
        ("Lætitia", "laetitia"),
        ("Straße", "strasse"),
        ("ofﬁce", "office"),
        ("reﬂet", "reflets"),
        ("aujourdʼhui l´avocat", "avocat"),
        ("S.M.I.C", "smic"),
        ("l'A.P.L.", "apl"),
        ("1er loyer", "1ère loyer"),
        ("classe de 1re", "classe de 1ère"),
        ("classe de 2de", "classe de 2nde"),
        ("2nds", "2e"),
        ("les 3èmes", "3ieme"),
        ("ÉLÈVE", "eleve"),
        ("porte-monnaie", "porte monnaie"),
        ("prud-homme", "PRUD'HOMMES"),
        ("snake_case", "snake case"),
        ("lo\u0302yer", "lôyer"),
    ],
)
def test_two_ways_to_write_are_one_word(one, other):
    assert analysis.terms(one) == analysis.terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mari", "mariage"),
        ("loi", "loyer"),
        ("caf", "cafe"),
        ("article 12", "article 123"),
        ("M. Dupont", "MDupont"),
        ("3e", "13e"),
        ("R. loyer", "rloyer"),
    ],
)
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", []),
        ("7", ["7"]),
        ("75", ["75"]),
        ("le", []),
        ("RC", ["rc"]),
        ("1er", ["1"]),
        ("21e", ["21"]),
        ("", []),
        ("’'-_ …", []),
        ("x" * 50, ["x" * analysis.MAX_WORD_LENGTH]),
    ],
)
def test_what_is_indexed_of_a_short_or_strange_word(text, expected):
    assert [term[: analysis.MAX_WORD_LENGTH] for term in analysis.terms(text)] == [
        term if len(set(term)) > 1 or len(term) < 3 else analysis.stem(term) for term in expected
    ]


def test_terms_keep_the_order_and_the_repetitions_of_the_text():
    assert analysis.terms("divorce mariage divorce") == ["divorc", "mariag", "divorc"]


def test_filler_words_stay_in_the_index():
    assert analysis.terms("demande de renseignements") == analysis.terms("demande renseignement")
    assert len(analysis.terms("une question")) == 1


def test_the_last_way_to_write_a_repeated_word_is_kept_in_the_first_place():
    found = analysis.query_words("loyers divorce loyer")
    assert [word.folded for word in found] == ["loyer", "divorce"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("R S A", "RSA"),
        ("r s a", "rsa"),
        ("R-S-A", "RSA"),
        ("R. S. A.", "RSA"),
        ("toucher le R S A", "toucher le RSA"),
        ("l'A P L étudiant", "l'APL étudiant"),
        ("C 2 S", "C2S"),
        ("c 2 s", "c2s"),
        ("A.S.S. ou A R E", "ASS ou ARE"),
        ("S M I C net", "SMIC net"),
        ("le P V de police", "le PV de police"),
    ],
)
def test_acronyms_that_are_spelled_letter_by_letter_are_one_word(typed, meant):
    found = [word.term for word in analysis.query_words(typed)]
    assert found == [word.term for word in analysis.query_words(meant)] != []


@pytest.mark.parametrize(
    "text",
    [
        "il y a 2 ans",
        "qu'y a-t-il",
        "de 9 h à 5 h",
        "il y a d autres aides",
        "M. J. Dupont",
        "le a et le b",
        "vitamine C et D",
        "3 à 6 ans",
        "t 2 ou t 3",
        "IL Y A LA CAF",
    ],
)
def test_single_letters_that_are_words_stay_apart(text):
    assert analysis.closed_up(text) == text


def test_texts_that_are_indexed_keep_their_letters_apart():
    assert analysis.terms("le R S A") == []
