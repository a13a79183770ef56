"""The words shipped with the product: sound, loaded once, and never back after an editor took one out."""

import pytest
from django.core.management import call_command

from clairdroit.glossary import everyday_words
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.phrases import fold
from clairdroit.search import analysis

from .factories import GlossaryEntryFactory

GROUPS = list(everyday_words.read_groups())


def test_the_file_holds_what_a_town_needs_to_begin():
    assert 150 <= len(GROUPS) <= 250
    assert all(len(group) > 1 for group in GROUPS)


def test_no_word_means_two_things():
    met = {}
    for group in GROUPS:
        for phrase in group:
            assert met.setdefault(fold(phrase), group) is group, phrase


def test_each_phrase_says_something_to_the_search():
    assert not [phrase for group in GROUPS for phrase in group if not analysis.terms(phrase)]


# Words that stems make one with others: « virement », « payer », « marié » would mean something else.
@pytest.mark.parametrize("word", ["virer", "paie", "paye", "mari", "auto", "caution"])
def test_no_word_of_a_group_is_one_that_stems_confuse(word):
    assert word not in {phrase for group in GROUPS for phrase in group}


@pytest.mark.django_db
def test_they_are_loaded_once_and_tell_readers_nothing(capsys):
    call_command("load_everyday_words")
    call_command("load_everyday_words")
    assert "0 entries added, 0 completed" in capsys.readouterr().out.splitlines()[-1]
    assert GlossaryEntry.objects.count() == len(GROUPS)
    assert not GlossaryEntry.objects.explained().exists()
    for entry in GlossaryEntry.objects.all():
        entry.full_clean()


@pytest.mark.django_db
def test_an_entry_that_is_there_gets_the_missing_words_unless_an_editor_keeps_it():
    GlossaryEntryFactory(acronym=True, synonyms="RMI")
    everyday_words.load([["Revenu de solidarité active", "RSA", "le rsa social"]])
    entry = GlossaryEntry.objects.get()
    assert entry.synonym_list == ["RMI", "le rsa social"]
    entry.synonyms = ""
    entry.save_revision().publish()
    assert everyday_words.load([["RSA", "le rsa social"]]) == (0, 0)
    assert GlossaryEntry.objects.get().synonyms == ""
