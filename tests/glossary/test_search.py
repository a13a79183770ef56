"""A synonym works as soon as it is saved, with no rebuild."""

import pytest

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.search import synonyms

from .factories import GlossaryEntryFactory

pytestmark = pytest.mark.django_db


def phrasings(*terms):
    return synonyms.thesaurus().phrasings(terms)


def test_a_saved_synonym_works_at_once_and_stops_when_it_is_taken_away():
    assert phrasings("proprio") == {}
    entry = GlossaryEntryFactory(term="bailleur", synonyms="proprio")
    assert phrasings("proprio") == {"proprio": ("bailleur",)}
    entry.synonyms = "propriétaire"
    entry.save()
    assert phrasings("proprio") == {}
    entry.unpublish()
    assert phrasings("bailleur") == {}


def test_an_entry_without_synonyms_says_nothing_to_the_search():
    GlossaryEntryFactory()
    assert list(map(list, synonyms.thesaurus().by_first.values())) == []


def test_a_plain_wording_is_an_explanation_and_no_synonym():
    GlossaryEntryFactory(term="forclusion", plain_wording="délai passé", synonyms="hors délai")
    assert phrasings("forclusion") == {"forclusion": ("hor delai",)}


def test_both_languages_are_known():
    GlossaryEntryFactory(english=True, term="landlord", synonyms="bailleur")
    assert phrasings("landlord") == {"landlord": ("bailleur",)}
    assert GlossaryEntry.objects.get().locale.language_code == "en"


def meaning(text, language="fr"):
    found = synonyms.thesaurus().meaning(text, language)
    return found and found.term


def test_a_search_for_one_word_of_the_glossary_and_nothing_else_is_told_its_meaning():
    GlossaryEntryFactory(acronym=True, synonyms="revenu minimum")
    for text in ("RSA", "r.s.a", "c’est quoi le RSA ?", "revenu de solidarité active", "Revenu minimum"):
        assert meaning(text) == "RSA", text
    for text in ("", "rsa couple", "revenu", "le", "demande de RSA en ligne"):
        assert meaning(text) is None, text


def test_the_entry_of_that_name_comes_before_one_that_has_it_as_a_synonym():
    GlossaryEntryFactory(term="aidant", synonyms="proche")
    GlossaryEntryFactory(term="proche")
    assert meaning("proche") == "proche"


def test_the_reader_s_language_comes_first_and_another_before_none():
    GlossaryEntryFactory(term="caution", plain_wording="quelqu’un qui paie à votre place")
    assert synonyms.thesaurus().meaning("caution", "en").language == "fr"
    GlossaryEntryFactory(english=True, term="caution", plain_wording="someone who pays for you")
    assert synonyms.thesaurus().meaning("caution", "en").language == "en"
    assert synonyms.thesaurus().meaning("caution", "fr").language == "fr"


def test_an_entry_that_explains_nothing_or_is_a_draft_is_not_shown():
    GlossaryEntryFactory(term="proprio", plain_wording="")
    GlossaryEntryFactory(term="forclusion", live=False)
    assert (meaning("proprio"), meaning("forclusion")) == (None, None)


def test_the_results_page_tells_it_above_the_results_even_when_there_are_none(client):
    GlossaryEntryFactory(acronym=True, explanation="Une aide <b>du</b> département.")
    shown = client.get("/recherche/", {"q": "rsa"}).content.decode()
    assert '<h2 id="mot-cherche" lang="fr">RSA</h2>' in shown
    assert "Revenu de solidarité active" in shown
    assert "Une aide &lt;b&gt;du&lt;/b&gt; département." in shown
    assert 'href="/mots-difficiles/#mot-rsa"' in shown
    assert "mot-cherche" not in client.get("/recherche/", {"q": "rsa couple"}).content.decode()
