"""The glossary in the admin: who writes in it, and what the forms say."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages import roles as role_names
from clairdroit.roles import Role

from .factories import GlossaryEntryFactory

pytestmark = pytest.mark.django_db
PREFIX = "wagtailsnippets_clairdroit_glossary_glossaryentry"
FORM = {
    "term": "forclusion",
    "plain_wording": "délai passé",
    "explanation": "",
    "stands_for": "",
    "synonyms": "hors délai",
}


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("direction"))
    return client


def test_an_editor_adds_a_word(admin):
    answer = admin.post(reverse(f"{PREFIX}:add"), FORM | {"action-publish": "1"})
    assert answer.status_code == 302
    entry = GlossaryEntry.objects.get()
    assert (entry.term, entry.live, entry.phrases) == ("forclusion", True, ["forclusion", "hors délai"])


def test_a_word_that_readers_search_comes_into_the_form_as_a_synonym(admin):
    page = admin.get(reverse(f"{PREFIX}:add"), {"term": "apl\x00 \n<étudiant>"})
    assert page.context["form"]["synonyms"].value() == "apl <étudiant>"
    assert "apl &lt;étudiant&gt;" in page.content.decode()


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("cmuc", ["CMU-C"]),
        ("assurence maladie ameli", ["assurance maladie"]),
        ("papiers de la voiture", ["carte grise"]),
        ("carte navigo", []),
    ],
)
def test_a_reader_s_word_leads_to_the_entries_it_may_belong_to(admin, word, near):
    for values in (
        {"term": "CMU-C"},
        {"term": "assurance maladie"},
        {"term": "carte grise", "synonyms": "papiers de voiture"},
        {"term": "vehicle", "english": True, "synonyms": "papiers de voiture"},
    ):
        GlossaryEntryFactory(**values)
    page = admin.get(reverse(f"{PREFIX}:add"), {"term": word}).content.decode()
    assert f"«\N{NO-BREAK SPACE}{word}\N{NO-BREAK SPACE}»" in page
    links = [(entry, f"{reverse(f'{PREFIX}:edit', args=[entry.pk])}?") for entry in GlossaryEntry.objects.all()]
    assert [entry.term for entry, link in links if link in page] == near
    # The query to try is the reader's.
    assert f'name="trial_query" value="{word}"' in page


def test_the_entry_s_own_form_takes_the_word_too_and_saves_nothing_by_itself(admin):
    entry = GlossaryEntryFactory(term="CMU-C", synonyms="couverture santé")
    url = reverse(f"{PREFIX}:edit", args=[entry.pk])
    page = admin.get(url, {"term": "cmuc"})
    assert page.context["form"]["synonyms"].value() == "couverture santé\ncmuc"
    assert "«\N{NO-BREAK SPACE}cmuc\N{NO-BREAK SPACE}»" in page.content.decode()
    assert admin.get(url, {"term": "Couverture sante"}).context["form"]["synonyms"].value() == "couverture santé"
    plain = admin.get(url)
    assert plain.context["form"]["synonyms"].value() == "couverture santé"
    assert "Des lecteurs cherchent" in page.content.decode()
    assert "Des lecteurs cherchent" not in plain.content.decode()
    entry.refresh_from_db()
    assert entry.synonyms == "couverture santé"


def test_a_word_that_is_there_is_refused_beside_its_field(admin):
    GlossaryEntryFactory(term="Forclusion")
    answer = admin.post(reverse(f"{PREFIX}:add"), FORM | {"action-publish": "1"})
    assert answer.context["form"].errors["term"]
    assert GlossaryEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"RSA", "bailleur"}),
        ("?q=proprio", {"bailleur"}),
        ("?is_jargon=true", {"bailleur"}),
        ("?explained=false", {"bailleur"}),
        ("?source=own", {"RSA", "bailleur"}),
        ("?source=feed", set()),
        ("?differs=true", set()),
        ("?live=false", set()),
    ],
)
def test_the_list_is_searched_and_filtered(admin, query, expected):
    GlossaryEntryFactory(acronym=True)
    GlossaryEntryFactory(term="bailleur", plain_wording="", synonyms="proprio", is_jargon=True)
    answer = admin.get(reverse(f"{PREFIX}:list") + query)
    assert {entry.term for entry in answer.context["object_list"]} == expected


def test_the_feed_s_own_text_is_shown_beside_an_editor_s(admin):
    entry = GlossaryEntryFactory(acronym=True, from_feed=True, feed_news={"explanation": "Le texte d’aujourd’hui."})
    page = admin.get(reverse(f"{PREFIX}:edit", args=[entry.pk])).content.decode()
    assert "Le texte d’aujourd’hui." in page
    entry = GlossaryEntryFactory()
    assert "service-public" not in admin.get(reverse(f"{PREFIX}:edit", args=[entry.pk])).content.decode()


@pytest.mark.parametrize(
    ("role", "may_publish", "may_delete"),
    [
        (role_names.editors_of("logement"), False, False),
        (Role.MODERATORS, True, False),
        (Role.COORDINATION, True, True),
    ],
)
def test_editors_propose_moderators_publish_the_coordination_deletes(member_of, client, role, may_publish, may_delete):
    user = member_of(role)
    client.force_login(user)
    for action in ("add", "change"):
        assert user.has_perm(f"clairdroit_glossary.{action}_glossaryentry")
    assert user.has_perm("clairdroit_glossary.publish_glossaryentry") is may_publish
    assert user.has_perm("clairdroit_glossary.delete_glossaryentry") is may_delete
    client.post(reverse(f"{PREFIX}:add"), FORM | {"action-publish": "1"})
    assert GlossaryEntry.objects.get().live is may_publish


def test_the_form_offers_to_try_its_words_with_the_saved_ones_beside(admin):
    entry = GlossaryEntryFactory(term="bailleur", synonyms="proprio")
    page = admin.get(reverse(f"{PREFIX}:edit", args=[entry.pk])).content.decode()
    assert f'formaction="{reverse("clairdroit_search_try_synonyms")}"' in page
    assert 'name="trial_saved" value="bailleur\nproprio"' in page
