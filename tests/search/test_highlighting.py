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
