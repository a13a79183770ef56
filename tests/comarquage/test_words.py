"""The glossary follows the feed's abbreviations and definitions, from files that did not change too."""

import pytest

from clairdroit.comarquage.actions import import_feed
from clairdroit.comarquage.feed.words import WordCollector, read_word
from clairdroit.glossary.models import GlossaryEntry

from .factories import publication_xml

pytestmark = pytest.mark.django_db
RSA = (
    '<Abreviation ID="R1" type="Sigle"><Titre>RSA</Titre><Texte><Paragraphe>Revenu de solidarité active'
    "</Paragraphe></Texte></Abreviation>"
)
DOL = (
    '<Definition ID="R2"><Titre>Dol</Titre><Texte><Paragraphe>Tromperie pour obtenir un <Expression>accord'
    '</Expression></Paragraphe><Paragraphe>Rare.</Paragraphe></Texte><Reference URL="x"><Titre>Loi</Titre></Reference>'
    "</Definition>"
)


def collected(*contents):
    collector = WordCollector()
    for content in contents:
        collector.add(content.encode())
    return collector.glossary


def test_abbreviations_and_definitions_are_read_as_words():
    words = collected(f"<Publication>{RSA}{DOL}</Publication>").words
    assert (words["R1"].term, words["R1"].stands_for) == ("RSA", "Revenu de solidarité active")
    assert (words["R2"].term, words["R2"].explanation) == ("Dol", "Tromperie pour obtenir un accord\nRare.")


def test_each_publication_that_explains_a_word_counts():
    glossary = collected(f"<P>{RSA}</P>", f"<P>{RSA}{DOL}</P>")
    assert glossary.uses == {"R1": 2, "R2": 1}


@pytest.mark.parametrize(
    "fragment",
    [
        '<Definition ID="R2"><Titre>Dol</Titre></Definition>',
        '<Definition ID="R2"><Texte><Paragraphe>Sans titre</Paragraphe></Texte></Definition>',
        '<Definition ID="javascript:"><Titre>a</Titre><Texte><Paragraphe>b</Paragraphe></Texte></Definition>',
        '<Definition ID="R2"><Titre>&unknown;</Titre></Definition>',
        '<Definition ID="R2"><Titre>a</Texte></Definition>',
    ],
)
def test_what_says_nothing_or_is_malformed_is_no_word(fragment):
    assert read_word(fragment.encode()) is None


def test_an_empty_element_does_not_hide_the_word_below_it():
    assert set(collected(f'<P><Definition ID="R9"/>{RSA}<Abreviation ID="R8" />{DOL}</P>').words) == {"R1", "R2"}


def test_an_abbreviation_the_wrong_way_round_is_turned():
    short, full = "RSA", "Revenu de solidarité active"
    turned = RSA.replace(short, "x").replace(full, short).replace(">x<", f">{full}<")
    word = read_word(turned.encode())
    assert (word.term, word.stands_for) == ("RSA", "Revenu de solidarité active")


def test_the_import_fills_the_glossary_and_follows_it(feed_zip):
    files = {"F1": publication_xml("F1", RSA), "F2": publication_xml("F2", DOL)}
    import_feed(source=feed_zip(files))
    assert set(GlossaryEntry.objects.values_list("term", flat=True)) == {"RSA", "Dol"}
    # F1 alone changes: the word of F2, which is not parsed again, stays.
    files["F1"] = publication_xml("F1", "<Texte><Paragraphe>Sans sigle</Paragraphe></Texte>")
    import_feed(source=feed_zip(files))
    assert set(GlossaryEntry.objects.values_list("term", flat=True)) == {"Dol"}


def test_a_dry_run_writes_no_word(feed_zip):
    import_feed(source=feed_zip({"F1": publication_xml("F1", RSA)}), dry_run=True)
    assert not GlossaryEntry.objects.exists()
