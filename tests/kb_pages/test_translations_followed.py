"""After the French has changed: the board says so, and nothing half translated goes live unasked."""

# ruff: noqa: F401, F811 – fixtures

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from clairdroit.freshness.board import work_lists
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.kb_pages.translating import missing
from clairdroit.kb_pages.translating.missing import count_to_translate, missing_from
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.translating import TEXT, article, coordinator, english, rewrite, say, target, translated
from tests.territories.factories import CommuneFactory
from tests.worker import do_what_waits

from .factories import ArticlePageFactory, stream


def to_translate(user):
    """The list, and the number on the first page with it."""
    lines = missing.to_translate(user)
    assert count_to_translate(user) == len(lines)
    return lines


def test_a_whole_translation_stands_in_no_list(translated, coordinator):
    assert not missing_from(translated).exists()
    assert to_translate(coordinator) == []


def test_what_changed_in_french_waits_to_be_translated_at_once(translated, coordinator, rewrite):
    rewrite(TEXT + "<p>Appelez l’ADIL.</p>")
    assert [segment.string.data for segment in missing_from(translated)] == ["Appelez l’ADIL."]
    (line,) = to_translate(coordinator)
    assert line.title == str(target(translated))
    assert line.edit_url == reverse("wagtailadmin_pages:edit", args=[target(translated).pk])
    assert "1" in line.words


def test_readers_keep_what_they_had_until_somebody_publishes(client, translated, rewrite):
    before = target(translated).body.raw_data[0]["value"]
    rewrite("<p>Appelez l’ADIL.</p>")
    page = target(translated)
    assert page.live
    assert page.body.raw_data[0]["value"] == before


def test_a_draft_in_french_changes_nothing(translated, article, django_capture_on_commit_callbacks):
    article.title = "Autre titre"
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision()
    do_what_waits()
    assert not missing_from(translated).exists()


def test_the_list_is_on_the_board_and_on_the_first_page_for_who_may_write_there(
    client, translated, coordinator, member_of, rewrite
):
    rewrite("<p>Appelez l’ADIL.</p>")
    assert "to-translate" in {work.key for work in work_lists}
    client.force_login(coordinator)
    assert "Traductions à mettre à jour" in client.get(reverse("clairdroit_freshness:board")).content.decode()
    assert to_translate(member_of(role_names.editors_of("sante"))) == []


def test_the_list_takes_as_many_queries_for_many_translations_as_for_one(
    english, article, translated, coordinator, rewrite, django_assert_num_queries
):
    rewrite(TEXT + "<p>Appelez l’ADIL.</p>")
    to_translate(coordinator)
    with CaptureQueriesContext(connection) as for_one:
        to_translate(coordinator)
    for number in range(3):
        other = ArticlePageFactory(
            parent=article.get_parent(),
            title=f"Autre {number}",
            verified=True,
            body=stream(ArticlePage, ("paragraph", TEXT)),
        )
        source, _created = TranslationSource.update_or_create_from_instance(other)
        translation = Translation.objects.create(source=source, target_locale=english)
        for segment in list(missing_from(translation))[2:]:
            say(segment, english, f"English {segment.pk}")
        translation.save_target(publish=True)
        target(translation).get_latest_revision().publish()
    with django_assert_num_queries(len(for_one)):
        lines = to_translate(coordinator)
    assert sorted("2 passages" in line.words for line in lines) == [False, True, True, True]


def test_what_is_not_online_in_the_other_language_is_no_line(translated, coordinator, rewrite):
    rewrite("<p>Appelez l’ADIL.</p>")
    target(translated).unpublish()
    assert to_translate(coordinator) == []


def test_an_explained_word_is_followed_alike(english, coordinator, django_capture_on_commit_callbacks):
    entry = GlossaryEntryFactory(term="RSA", explanation="Une aide.")
    source, _created = TranslationSource.update_or_create_from_instance(entry)
    translation = Translation.objects.create(source=source, target_locale=english)
    for segment in missing_from(translation):
        say(segment, english, f"English {segment.pk}")
    translation.save_target(publish=True)
    entry = GlossaryEntry.objects.get(pk=entry.pk)
    entry.explanation = "Une aide pour vivre."
    with django_capture_on_commit_callbacks(execute=True):
        entry.save_revision().publish()
    do_what_waits()
    assert "Une aide pour vivre." in [segment.string.data for segment in missing_from(translation)]


class TestPublishing:
    @pytest.fixture
    def edit(self, client, translated, coordinator):
        client.force_login(coordinator)
        return reverse("wagtailadmin_pages:edit", args=[target(translated).pk])

    def test_what_is_half_translated_is_asked_about_before(self, client, translated, edit, rewrite):
        rewrite("<p>Appelez l’ADIL.</p><p>Gardez une copie.</p>")
        page = client.post(edit, {"action": "publish"}).content.decode()
        assert "Publier une traduction incomplète" in page
        assert "Appelez l’ADIL." in page
        assert "Gardez une copie." not in page
        assert "Appelez" not in str(target(translated).body)

    def test_whoever_confirms_publishes(self, client, translated, edit, rewrite):
        rewrite("<p>Appelez l’ADIL.</p>")
        client.post(edit, {"action": "publish", "confirmed": "1"})
        assert "Appelez l’ADIL." in str(target(translated).body)

    def test_a_whole_translation_is_published_at_once(self, client, translated, edit):
        answer = client.post(edit, {"action": "publish"})
        assert "Publier une traduction incomplète" not in answer.content.decode()

    def test_publishing_with_the_update_leaves_what_is_not_whole(self, client, translated, edit, article):
        """Its tick says "publish immediately"; the French was saved without its signals here."""
        page = ArticlePage.objects.get(pk=article.pk)
        page.body = stream(ArticlePage, ("paragraph", "<p>Appelez l’ADIL.</p>"))
        Page.save(page)
        address = reverse("wagtail_localize:update_translations", args=[translated.source_id])
        answer = client.post(address, {"publish_translations": "on"}, follow=True)
        assert "Rien n’a été publié" in answer.content.decode()
        assert "Appelez" not in str(target(translated).body)


class TestReading:
    @pytest.fixture
    def read(self, client, translated):
        return lambda: html.fromstring(client.get(target(translated).get_url()).content)

    def test_a_whole_translation_says_nothing(self, read):
        page = read()
        assert page.xpath("string(/html/@lang)") == "en"
        assert not page.xpath("//main//*[@lang='fr']")
        assert "translated" not in page.xpath("string(//main)")

    def test_readers_are_told_that_the_french_has_changed_and_led_to_it_with_their_commune(
        self, client, translated, article, rewrite
    ):
        rewrite("<p>Appelez l’ADIL.</p>")
        CommuneFactory(versailles=True)
        page = html.fromstring(client.get(f"{target(translated).get_url()}?commune=78646").content)
        (notice,) = page.xpath("//main//div[@class='callout']")
        assert "The page in French, from which this one is translated, has changed on" in notice.text_content()
        assert notice.xpath(".//a/@href") == [f"{article.get_url()}?commune=78646"]
        # They still read English: none of it is marked.
        assert not page.xpath("//main//*[contains(@class, 'article-body')]//*[@lang='fr']")

    def test_publishing_the_same_words_again_tells_nobody_anything(self, read, rewrite):
        rewrite(TEXT)
        assert not read().xpath("//main//div[@class='callout']")

    def test_passages_that_nobody_translated_say_that_they_are_french(self, read, translated, rewrite):
        rewrite("<p>Appelez l’<b>ADIL</b> &amp; venez.</p><p>Gardez une copie.</p>")
        translated.save_target(publish=True)
        target(translated).get_latest_revision().publish()
        page = read()
        (marked,) = page.xpath("//main//*[contains(@class, 'article-body')]//*[@lang='fr']")
        assert marked.text_content() == "Appelez l’ADIL & venez."
        assert "Some of this page is not translated yet, and stands in French." in page.xpath("string(//main)")

    def test_a_title_that_nobody_translated_says_that_it_is_french(self, read, translated):
        StringTranslation.objects.filter(context__path="title").delete()
        translated.save_target(publish=True)
        target(translated).get_latest_revision().publish()
        (title,) = read().xpath("//h1")
        assert title.text == "Mon loyer"
        assert title.get("lang") == "fr"

    def test_a_french_page_costs_no_query_more(self, client, article, translated):
        with CaptureQueriesContext(connection) as asked:
            client.get(article.get_url())
        assert not [query for query in asked if "wagtail_localize" in query["sql"]]
