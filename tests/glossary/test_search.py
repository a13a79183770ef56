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
