import pytest

from clairdroit.search import highlighting
from tests.search.factories import SearchDocumentFactory


def document(**fields):
    return SearchDocumentFactory.build(**fields)


def test_every_form_of_a_word_is_marked():
    assert highlighting.mark("Les loyers, le LOYER", {"loy"}) == "Les <mark>loyers</mark>, le <mark>LOYER</mark>"


def test_nothing_of_the_text_is_markup():
    assert highlighting.mark("<i>loyer</i> & co", {"loy"}) == "&lt;i&gt;<mark>loyer</mark>&lt;/i&gt; &amp; co"


def test_the_sentence_that_holds_most_of_the_query_is_shown():
    text = "Un préambule. Le locataire paie le loyer chaque mois. Autre chose."
    found = highlighting.excerpt(
        document(body=text, terms_body="loy moi", terms_title="", terms_summary=""), {"loy", "moi"}
    )
    assert found == "Le locataire paie le <mark>loyer</mark> chaque <mark>mois</mark>."


def test_the_summary_is_shown_when_it_says_why():
    found = highlighting.excerpt(document(summary="Payer le loyer.", terms_summary="loy", body="Loyer."), {"loy"})
    assert found == "Payer le <mark>loyer</mark>."


def test_a_long_sentence_is_cut_around_the_word():
    text = "mot " * 200 + "loyer " + "mot " * 200
    found = highlighting.excerpt(document(body=text, terms_body="loy", terms_title=""), {"loy"})
    assert "<mark>loyer</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < 350


def test_an_excerpt_does_not_run_from_a_title_into_what_follows():
    found = highlighting.excerpt(
        document(body="J’ai des dettes de loyer\nContinuez à payer", terms_body="loy", terms_title=""), {"loy"}
    )
    assert found == "J’ai des dettes de <mark>loyer</mark>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("rien", "rien"),
        ("{loyer} %s {0}", "{<mark>loyer</mark>} %s {0}"),
        ("</mark>loyer<mark>", "&lt;/mark&gt;<mark>loyer</mark>&lt;mark&gt;"),
        ("&lt;loyer", "&amp;lt;<mark>loyer</mark>"),
        ("\"loyer\" 'loyer'", "&quot;<mark>loyer</mark>&quot; &#x27;<mark>loyer</mark>&#x27;"),
        ("l’loyer_loyer", "l’<mark>loyer</mark>_<mark>loyer</mark>"),
        ("🏠loyer\u202e", "🏠<mark>loyer</mark>\u202e"),
        ("déloyer", "déloyer"),
    ],
)
def test_hostile_or_strange_text_comes_out_whole(text, expected):
    assert highlighting.mark(text, {"loy"}) == expected


def test_a_body_of_markup_is_escaped_in_an_excerpt():
    found = highlighting.excerpt(
        document(body="<img src=x onerror=alert(1)> loyer", terms_body="loy", terms_title=""), {"loy"}
    )
    assert found == "&lt;img src=x onerror=alert(1)&gt; <mark>loyer</mark>"


def test_the_text_is_shown_when_the_summary_lacks_most_of_the_query():
    values = {"summary": "Le loyer.", "terms_summary": "loy", "terms_title": "", "body": "Loyer, mois, juge."}
    two_missing = document(terms_body="loy moi jug", **values)
    one_missing = document(terms_body="loy moi", **values)
    assert highlighting.excerpt(two_missing, {"loy", "moi", "jug"}).startswith("<mark>Loyer</mark>, ")
    assert highlighting.excerpt(one_missing, {"loy", "moi"}) == "Le <mark>loyer</mark>."


def test_what_the_title_says_need_not_be_shown_again():
    found = document(summary="Que faire ?", terms_summary="", terms_title="loy", terms_body="loy", body="Le loyer.")
    assert highlighting.excerpt(found, {"loy"}) == "Que faire ?"


def test_without_a_summary_or_a_sentence_nothing_is_shown():
    assert highlighting.excerpt(document(summary="", body="Autre chose."), {"loy"}) == ""


def test_the_first_of_equally_good_sentences_is_shown():
    found = document(body="Un loyer. Deux loyers.", terms_body="loy", terms_title="")
    assert highlighting.excerpt(found, {"loy"}) == "Un <mark>loyer</mark>."


@pytest.mark.parametrize("extra", [0, 1])
def test_a_summary_is_shortened_only_beyond_the_limit_and_between_words(extra):
    summary = "a" * 100 + " " + "b" * (highlighting.MAX_LENGTH - 101 + extra)
    found = highlighting.excerpt(document(summary=summary), set())
    assert found == ("a" * 100 + " …" if extra else summary)


def test_an_excerpt_is_not_looked_for_in_a_whole_code():
    late = "mot. " * highlighting.READ_LENGTH + "Loyer."
    assert highlighting.excerpt(document(body=late, terms_body="loy", terms_title=""), {"loy"}) == ""


def test_a_sentence_says_more_than_the_head_of_a_table():
    body = "Le papier reçu\nNe jetez pas ce papier : apportez-le à l’ADIL.\nReçu ?"
    found = highlighting.excerpt(document(body=body, terms_body="papi rec", terms_title=""), {"papi", "rec"})
    assert "Ne jetez pas ce" in found


def test_a_few_words_are_shown_where_no_sentence_holds_them():
    body = "Accès en fauteuil roulant\nOuvert tous les jours de la semaine."
    found = highlighting.excerpt(document(body=body, terms_body="fauteuil", terms_title=""), {"fauteuil"})
    assert "fauteuil" in found
