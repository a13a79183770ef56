"""Hard words explained where a text first uses them: once, whole words only, never inside a control or a title."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from lxml import html

from clairdroit.glossary import explaining
from clairdroit.glossary.explaining import Explained, Explainer
from clairdroit.glossary.models import GlossaryEntry

from .factories import GlossaryEntryFactory

RSA = Explained(1, "RSA", "revenu de solidarité active", "un revenu minimum", "Versé par la Caf.")
BARE = Explained(2, "AME", "aide médicale de l'État", "", "")
BAIL = Explained(3, "bail", "", "contrat de location", "")
LONG = Explained(4, "bail mobilité", "", "bail de quelques mois", "")
CAF = Explained(5, "Caf", "caisse d’allocations familiales", "", "Paie les aides.")


def explained(text, *entries):
    """The words that became buttons, in the page's order."""
    out = Explainer(entries or (RSA, BARE, BAIL, LONG, CAF)).explain(text, "fr")
    return re.findall(r'class="hard-word"[^>]*>(.*?)</button>', out, re.DOTALL)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Le RSA, puis le RSA.</p>", ["RSA"]),
        ("<p>Le rsa.</p>", []),
        ("<p>le revenu de solidarité active</p>", ["revenu de solidarité active"]),
        ("<p>Revenu de\n  solidarité active, ou RSA</p>", ["Revenu de\n  solidarité active"]),
        ("<p>l'aide médicale de l'État (AME)</p>", ["AME"]),
        ("<p>La CAF et la Caf</p>", ["CAF"]),
        ("<p>une caf</p>", []),
        ("<p>Le Bail</p>", ["Bail"]),
        ("<p>un bail mobilité, puis un bail</p>", ["bail mobilité", "bail"]),
        ("<p>des bailleurs</p>", []),
        ("<p>post-RSA, www.RSA.fr, x@RSA, RSA_2, RSA.pdf</p>", []),
        ("<p>RSA. Suite</p>", ["RSA"]),
        ("<p>caisse d&#x27;allocations familiales</p>", ["caisse d&#x27;allocations familiales"]),
        ("<p>revenu. de solidarité active</p>", []),
        ("<p>revenu de <b>solidarité</b> active</p>", []),
        ("<h2>RSA</h2><a href='/'>RSA</a><button>RSA</button><label>RSA</label><dl><dt>RSA</dt></dl>", []),
        ("<h2>RSA</h2><p>RSA</p>", ["RSA"]),
        ("<a href='/'>voir <b>le RSA</b></a> <abbr title='x'>RSA</abbr>", ["RSA"]),
        ("<details><summary>RSA</summary><p>RSA 1</p></details><p>RSA</p>", ["RSA"]),
        ("<script>RSA</script><!-- RSA --><img alt='RSA'>", []),
        ('<p><a class="glossary-term" href="#d">bail</a> et bail</p>', []),
        ("", []),
        ("RSA", ["RSA"]),
    ],
)
def test_what_is_explained(text, words):
    assert explained(text) == words


def test_a_word_in_sight_is_explained_before_the_same_word_in_a_closed_case():
    out = Explainer([RSA, BAIL]).explain("<details><p>RSA, bail</p></details><p>RSA</p>", "fr")
    folded, seen = out.split("</details>")
    assert "hard-word" in seen
    assert folded.count("hard-word") == 1


def test_without_words_nothing_changes():
    text = "<p>Le RSA &amp; le bail</p>"
    assert Explainer([]).explain(text, "fr") == text


def test_the_text_itself_stays_and_its_note_is_wired_to_the_button():
    out = html.fromstring(Explainer([RSA]).explain("<p>Le <b>RSA</b>, oui.</p>", "fr"))
    button, close = out.findall(".//button")
    note = out.find(".//span[@popover]")
    assert button.get("popovertarget") == close.get("popovertarget") == note.get("id")
    assert (button.get("type"), close.get("popovertargetaction")) == ("button", "hide")
    assert note.get("lang") == "fr"
    assert "revenu de solidarité active" in note.text_content()
    note.drop_tree()
    assert out.text_content() == "Le RSA, oui."


def test_what_an_editor_wrote_is_escaped():
    out = Explainer([Explained(9, "dol", "", "<script>", "a & b")]).explain("<p>dol</p>", "fr")
    assert "<script>" not in out
    assert "&lt;script&gt;" in out


def render(text, language='"fr"'):
    source = f"{{% load glossary_tags %}}{{% explain_words {language} %}}{text}{{% endexplain_words %}}"
    return Template(source).render(Context())


@pytest.mark.django_db
def test_a_page_follows_the_glossary_at_the_price_of_one_query():
    entry = GlossaryEntryFactory(term="forclusion")
    assert "hard-word" in render("<p>forclusion</p>")
    with CaptureQueriesContext(connection) as captured:
        assert "hard-word" in render("<p>forclusion</p>" * 50)
    assert len(captured) == 1
    entry.is_shown_in_place = False
    entry.save()
    assert "hard-word" not in render("<p>forclusion</p>")
    assert "hard-word" not in render("<p>forclusion</p>", '"en"')


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"is_shown_in_place": False}, {"plain_wording": ""}, {"live": False}, {"english": True}]
)
def test_words_that_are_not_for_this_text_stay_as_they_are(values):
    GlossaryEntryFactory(term="forclusion", **values)
    assert "hard-word" not in render("<p>forclusion</p>")


@pytest.mark.django_db
def test_another_process_s_change_is_seen(monkeypatch):
    GlossaryEntryFactory(term="forclusion")
    assert explaining.explainer("fr").by_first
    GlossaryEntry.objects.all().delete()
    assert not explaining.explainer("fr").by_first
