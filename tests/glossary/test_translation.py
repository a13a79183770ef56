"""A word translated with wagtail-localize: submitted, edited and published in its screens, then read and searched."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.roles import Role
from clairdroit.search import indexing
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, stream

from .factories import GlossaryEntryFactory

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_clairdroit_glossary_glossaryentry:edit"
# As wagtail-localize writes the end of a line.
EXPLAINED = "Vous avez laissé passer le délai.<br/>Vous ne pouvez plus agir."
IN_ENGLISH = {
    "forclusion": "time-bar",
    "délai passé": "too late to act",
    EXPLAINED: "The time limit has passed.<br/>You can no longer act.",
    "hors délai<br/>trop tard": "out of time<br/>time barred",
}


@pytest.fixture
def english(roles):
    locale = Locale.objects.create(language_code="en")
    for page in (roles.home, roles.headings["logement"]):
        page.copy_for_translation(locale).save_revision().publish()
    return locale


@pytest.fixture
def entry(roles):
    return GlossaryEntryFactory(
        term="forclusion",
        plain_wording="délai passé",
        explanation=EXPLAINED.replace("<br/>", "\n"),
        synonyms="hors délai\ntrop tard",
        is_jargon=True,
    )


@pytest.fixture
def coordinator(client, member_of):
    client.force_login(member_of(Role.COORDINATION))
    return client


@pytest.fixture
def submitted(coordinator, entry, english):
    url = reverse(
        "wagtail_localize:submit_snippet_translation", args=["clairdroit_glossary", "glossaryentry", entry.pk]
    )
    assert f'value="{english.pk}"' in coordinator.get(url).content.decode()
    coordinator.post(url, {"locales": [english.pk]})
    return Translation.objects.get(source__object_id=entry.translation_key, target_locale=english)


def translate(client, translation, words):
    """As the screen does, a text at a time; then its button "publish"."""
    for segment in translation.source.stringsegment_set.select_related("string"):
        if segment.string.data in words:
            url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            answer = client.put(
                url, f"value={words[segment.string.data]}", content_type="application/x-www-form-urlencoded"
            )
            assert answer.status_code == 201
    return client.post(
        reverse(EDIT, args=[translation.get_target_instance().pk]), {"action": "publish"}, follow=True
    ).content.decode()


def test_until_it_is_published_nothing_in_french_passes_for_english(client, submitted):
    assert [entry.term for entry in GlossaryEntry.objects.live().in_language("en")] == []
    assert "forclusion" in client.get("/en/mots-difficiles/").content.decode()


def test_the_screen_offers_each_text_once_as_editors_wrote_it(coordinator, submitted):
    offered = submitted.source.stringsegment_set.values_list("string__data", flat=True)
    assert set(offered) == set(IN_ENGLISH)
    screen = coordinator.get(reverse(EDIT, args=[submitted.get_target_instance().pk]))
    assert screen.status_code == 200
    assert "forclusion" in screen.content.decode()


def test_synonyms_stay_one_a_line(coordinator, submitted):
    translate(coordinator, submitted, IN_ENGLISH)
    entry = GlossaryEntry.objects.get(pk=submitted.get_target_instance().pk)
    assert entry.synonym_list == ["out of time", "time barred"]
    assert entry.is_jargon


def test_what_is_published_is_explained_in_place_on_an_english_page_and_found(coordinator, submitted, roles, english):
    told = translate(coordinator, submitted, IN_ENGLISH)
    assert "time-bar" in told
    topic = TopicPageFactory(parent=roles.headings["logement"].get_translation(english), locale=english)
    article = ArticlePageFactory(
        parent=topic,
        title="A letter from the court",
        locale=english,
        body=stream(ArticlePage, ("paragraph", "<p>Beware of the time-bar: answer soon.</p>")),
    )
    coordinator.logout()
    html = coordinator.get(article.get_url()).content.decode()
    assert re.search(r"<button[^>]*popovertarget[^>]*>\s*time-bar", html)
    assert "too late to act" in html.lower()
    assert "You can no longer act." in html
    listed = coordinator.get("/en/mots-difficiles/").content.decode()
    assert "time-bar" in listed
    assert "forclusion" not in listed
    indexing.count_terms()
    for asked in ("time-bar", "out of time"):
        found = coordinator.get("/en/recherche/", {"q": asked}).content.decode()
        assert "The time limit has passed." in found
        assert "Vous ne pouvez plus agir." not in found
    # The French word stays as it was, also for whoever searches it on an English page.
    assert "Vous ne pouvez plus agir." in coordinator.get("/recherche/", {"q": "forclusion"}).content.decode()


def test_a_change_in_french_reaches_the_screen_and_leaves_the_english_alone(coordinator, submitted, entry):
    translate(coordinator, submitted, IN_ENGLISH)
    entry.explanation = "Le délai est passé."
    entry.save_revision().publish()
    coordinator.post(reverse("wagtail_localize:update_translations", args=[submitted.source_id]), follow=True)
    english = GlossaryEntry.objects.get(pk=submitted.get_target_instance().pk)
    assert english.live
    assert english.term == "time-bar"
    assert english.explanation == IN_ENGLISH[EXPLAINED].replace("<br/>", "\n")
    assert "Le délai est passé." in submitted.source.stringsegment_set.values_list("string__data", flat=True)
