"""The feed's words: taken over, followed while nobody touched them, never written over an editor's."""

import pytest
from wagtail.models import Locale

from clairdroit.glossary.enums import Source
from clairdroit.glossary.feed import FeedGlossary, FeedWord, GlossaryChanges, take_over, values_of
from clairdroit.glossary.models import GlossaryEntry

from .factories import GlossaryEntryFactory

pytestmark = pytest.mark.django_db
RSA = FeedWord("R1", "RSA", stands_for="Revenu de solidarité active")
JOUR = FeedWord("R2", "Jour franc", explanation="Jour entier.")
MINUTE = FeedWord("R3", "Minute", explanation="Original d’un acte.")


def feed(*words):
    glossary = FeedGlossary()
    for word in words:
        glossary.add(word)
    return glossary


def entry(term):
    return GlossaryEntry.objects.get(term=term)


def edit(term, **values):
    """As the admin does: a new version, published."""
    changed = entry(term)
    for name, value in values.items():
        setattr(changed, name, value)
    changed.save_revision().publish()


def test_words_are_taken_over_once():
    assert take_over(feed(RSA, JOUR, MINUTE)) == GlossaryChanges(created=3)
    assert take_over(feed(RSA, JOUR, MINUTE)) == GlossaryChanges()
    rsa = entry("RSA")
    assert (rsa.source, rsa.feed_id, rsa.stands_for) == (Source.FEED, "R1", "Revenu de solidarité active")
    assert rsa.locale == Locale.objects.get(language_code="fr")


def test_single_words_are_not_explained_in_texts_before_an_editor_says_so():
    take_over(feed(RSA, JOUR, MINUTE, FeedWord("R4", "ch", stands_for="Chevaux")))
    assert set(GlossaryEntry.objects.in_place().values_list("term", flat=True)) == {"RSA", "Jour franc"}


@pytest.mark.parametrize(
    ("title", "term", "stands_for"),
    [
        ("Affection de longue durée (ALD)", "ALD", "Affection de longue durée"),
        ("Faute (accident)", "Faute (accident)", ""),
        ("Fonds (EEE + Suisse)", "Fonds (EEE + Suisse)", ""),
    ],
)
def test_an_acronym_in_brackets_is_the_word(title, term, stands_for):
    values = values_of(FeedWord("R5", title, explanation="x"))
    assert (values["term"], values["stands_for"]) == (term, stands_for)


def test_of_several_meanings_the_commonest_is_kept():
    rare, common = (FeedWord(f"R{number}", "Rente", explanation=f"sens {number}") for number in (7, 8))
    changes = take_over(feed(rare, common, common))
    assert (changes.created, changes.homonyms) == (1, 1)
    assert entry("Rente").explanation == "sens 8"


def test_an_abbreviation_and_a_definition_of_one_word_are_one_entry():
    take_over(feed(RSA, FeedWord("R9", "rsa", explanation="Aide.")))
    only = GlossaryEntry.objects.get()
    assert (only.stands_for, only.explanation) == ("Revenu de solidarité active", "Aide.")


def test_an_untouched_text_follows_the_feed():
    take_over(feed(JOUR))
    changes = take_over(feed(FeedWord("R2", "Jour franc", explanation="De 0 h à 24 h.")))
    assert changes == GlossaryChanges(changed=1)
    assert entry("Jour franc").explanation == "De 0 h à 24 h."


def test_an_editor_s_text_stays_and_the_feed_s_is_offered_until_both_agree():
    take_over(feed(JOUR))
    edit("Jour franc", explanation="Un jour entier, de minuit à minuit.")
    assert take_over(feed(JOUR)) == GlossaryChanges()
    newer = FeedWord("R2", "Jour franc", explanation="De 0 h à 24 h.")
    assert take_over(feed(newer)) == GlossaryChanges(set_aside=1)
    assert take_over(feed(newer)) == GlossaryChanges()
    found = entry("Jour franc")
    assert found.explanation == "Un jour entier, de minuit à minuit."
    assert found.feed_news == {"explanation": "De 0 h à 24 h."}
    assert found in GlossaryEntry.objects.differing_from_feed()
    edit("Jour franc", explanation="De 0 h à 24 h.")
    take_over(feed(newer))
    assert entry("Jour franc").feed_news is None


def test_synonyms_and_switches_are_the_editors_while_the_text_goes_on_following():
    take_over(feed(JOUR))
    edit("Jour franc", synonyms="journée entière", is_shown_in_place=False)
    take_over(feed(FeedWord("R2", "Jour franc", explanation="De 0 h à 24 h.")))
    found = entry("Jour franc")
    assert (found.synonyms, found.is_shown_in_place) == ("journée entière", False)
    assert found.explanation == "De 0 h à 24 h."
    assert found.get_latest_revision_as_object().explanation == "De 0 h à 24 h."


def test_a_draft_waits_and_keeps_what_the_import_noted_since():
    take_over(feed(JOUR))
    draft = entry("Jour franc")
    draft.explanation = "Brouillon."
    draft.save_revision()
    take_over(feed(FeedWord("R2", "Jour franc", explanation="De 0 h à 24 h.")))
    found = entry("Jour franc")
    assert (found.explanation, found.get_latest_revision_as_object().explanation) == ("Jour entier.", "Brouillon.")
    assert found.get_latest_revision_as_object().feed_news == {"explanation": "De 0 h à 24 h."}


def test_an_entry_of_our_own_is_left_alone():
    GlossaryEntryFactory(term="rsa", stands_for="", plain_wording="revenu minimum")
    assert take_over(feed(RSA)).created == 0
    own = GlossaryEntry.objects.get()
    assert (own.term, own.stands_for, own.source, own.feed_id) == ("rsa", "", Source.OWN, "R1")
    take_over(feed(JOUR))
    own.refresh_from_db()
    assert own.feed_id == ""


def test_what_leaves_the_feed_goes_unless_somebody_worked_on_it():
    take_over(feed(RSA, JOUR, MINUTE))
    edit("RSA", synonyms="revenu minimum")
    changes = take_over(feed(MINUTE))
    assert (changes.removed, changes.marked_gone) == (1, 1)
    assert entry("RSA").gone_at
    assert take_over(feed(MINUTE)) == GlossaryChanges()
    take_over(feed(MINUTE, RSA))
    assert entry("RSA").gone_at is None


def test_a_term_never_takes_another_entry_s_place():
    take_over(feed(JOUR, MINUTE))
    take_over(feed(FeedWord("R2", "Minute", explanation="Autre sens."), MINUTE))
    assert set(GlossaryEntry.objects.values_list("term", flat=True)) <= {"Minute", "Jour franc"}
