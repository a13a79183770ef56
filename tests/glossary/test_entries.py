"""What an entry may be: one per word and language, with synonyms that say something else than the word."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.phrases import fold, is_acronym, lines

from .factories import GlossaryEntryFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Prud’hommes", "prud hommes"),
        ("  État   CIVIL ", "etat civil"),
        ("main-d'œuvre", "main d oeuvre"),
        ("R.S.A.", "rsa"),
        ("… !", ""),
        ("e\u0301tat", "etat"),
    ],
)
def test_words_that_differ_by_accents_capitals_and_punctuation_are_one(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("phrase", "expected"), [("RSA", True), ("DALO", True), ("Caf", False), ("L.", False), ("PRÊT RELAIS", False)]
)
def test_an_acronym_is_one_word_in_capitals(phrase, expected):
    assert is_acronym(phrase) is expected


def test_a_line_is_a_phrase_and_an_empty_one_is_none():
    assert lines(" proprio \n\n  le   bailleur\r\n") == ["proprio", "le bailleur"]


def test_an_entry_is_valid():
    GlossaryEntryFactory(acronym=True, synonyms="revenu minimum\nRMI").full_clean()


@pytest.mark.parametrize("term", ["rsa", "RSA", " R.S.A. ", "Rsa"])
def test_a_word_is_there_once_a_language(term):
    entry = GlossaryEntryFactory(acronym=True)
    with pytest.raises(ValidationError) as error:
        GlossaryEntryFactory.build(term=term, locale=entry.locale).full_clean()
    assert "complétez plutôt cette entrée" in error.value.message_dict["term"][0]


def test_the_same_word_may_stand_in_two_languages():
    GlossaryEntryFactory(acronym=True)
    GlossaryEntryFactory(acronym=True, english=True).full_clean()


def test_the_database_refuses_the_same_word_twice():
    GlossaryEntryFactory(term="forclusion")
    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryEntryFactory(term="Forclusion")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"term": "…"}, "term", "il ne reste rien"),
        ({"synonyms": "proprio\nBailleur"}, "synonyms", "« Bailleur » est le mot lui-même"),
        ({"synonyms": "proprio\n!!"}, "synonyms", "« !! » ne contient aucun mot"),
        ({"synonyms": "proprio\nPROPRIO"}, "synonyms", "« PROPRIO » y est deux fois (« proprio »)"),
    ],
)
def test_what_says_nothing_is_refused_with_a_sentence(values, field, sentence):
    entry = GlossaryEntryFactory.build(**{"term": "bailleur", "locale": GlossaryEntryFactory().locale} | values)
    with pytest.raises(ValidationError) as error:
        entry.full_clean()
    assert sentence in " ".join(error.value.message_dict[field])


def test_phrases_are_all_that_means_the_same():
    entry = GlossaryEntryFactory(acronym=True, synonyms="RMI\n")
    assert entry.phrases == ["RSA", "revenu de solidarité active", "RMI"]


def test_the_version_changes_with_whatever_readers_and_search_would_see():
    met = [GlossaryEntry.objects.version()]
    entry = GlossaryEntryFactory()
    met.append(GlossaryEntry.objects.version())
    entry.synonyms = "autre mot"
    entry.save()
    met.append(GlossaryEntry.objects.version())
    entry.unpublish()
    met.append(GlossaryEntry.objects.version())
    assert len(set(met)) == 3  # empty again at the end
    assert met[0] == met[3]


def test_a_draft_changes_nothing_that_is_seen():
    entry = GlossaryEntryFactory()
    before = GlossaryEntry.objects.version()
    entry.synonyms = "brouillon"
    entry.save_revision()
    assert GlossaryEntry.objects.version() == before
    assert GlossaryEntry.objects.get().synonyms == ""
