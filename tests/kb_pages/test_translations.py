"""Articles translated with wagtail-localize, from its form to the reader."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation, Translation

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.roles import Role

from .factories import ArticlePageFactory, TopicPageFactory, stream

TABLE = {
    "caption": "Les délais",
    "columns": [
        {"type": "row_heading", "heading": "Étape"},
        {"type": "text", "heading": "Délai"},
        {"type": "number", "heading": "Prix"},
        {"type": "rich_text", "heading": "Où"},
    ],
    "rows": [{"values": ["Lettre", "8 jours", "12.5", "<p>À la <b>mairie</b></p>"]}],
}
WORDS = {
    "Les délais": "Time limits",
    "Étape": "Step",
    "Délai": "Time",
    "Lettre": "Letter",
    "8 jours": "8 days",
    "À la <b>mairie</b>": "At the <b>town hall</b>",
}


@pytest.fixture
def english(roles):
    locale = Locale.objects.create(language_code="en")
    roles.home.copy_for_translation(locale).save_revision().publish()
    for page in (roles.headings["logement"],):
        page.copy_for_translation(locale).save_revision().publish()
    return locale


@pytest.fixture
def article(roles, english):
    topic = TopicPageFactory(parent=roles.headings["logement"])
    topic.copy_for_translation(english).save_revision().publish()
    return ArticlePageFactory(parent=topic, verified=True, body=stream(ArticlePage, ("table", TABLE)))


@pytest.fixture
def submitted(client, member_of, english, article, django_capture_on_commit_callbacks):
    client.force_login(member_of(Role.COORDINATION))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtail_localize:submit_page_translation", args=[article.pk]), {"locales": [english.pk]})
    client.logout()
    return Translation.objects.get(source__object_id=article.translation_key, target_locale=english)


def test_a_page_submitted_for_translation_is_not_shown_in_french_as_english(client, article, submitted):
    page = submitted.get_target_instance()
    assert page.pk != article.pk
    assert not page.live
    assert client.get(page.get_url()).status_code in {302, 404}


def test_a_tables_words_are_translated_with_the_rest(client, article, submitted, english):
    offered = set(submitted.source.stringsegment_set.values_list("string__data", flat=True))
    assert set(WORDS) <= offered
    assert "12.5" not in offered
    for segment in submitted.source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in WORDS:
            StringTranslation.objects.create(
                translation_of=String.objects.get(pk=segment.string_id),
                context=segment.context,
                locale=english,
                data=WORDS[segment.string.data],
            )
    submitted.save_target(publish=True)
    page = ArticlePage.objects.get(pk=submitted.get_target_instance().pk)
    page.get_latest_revision().publish()
    html = client.get(page.get_url()).content.decode()
    assert "<caption><span>Time limits</span></caption>" in html
    assert '<th scope="col">Step</th>' in html
    assert '<th scope="row">Letter</th>' in html
    assert "<td>8 days</td>" in html
    assert "<td>12.5</td>" in html
    assert "town hall" in html
    # The column that nobody translated keeps its words, and says whose they are.
    assert '<th scope="col"><span lang="fr">Prix</span></th>' in html


def test_the_translation_form_of_an_article_with_a_table_opens(client, member_of, submitted):
    client.force_login(member_of(Role.COORDINATION))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[submitted.get_target_instance().pk]))
    assert answer.status_code == 200
    assert "8 jours" in answer.content.decode()
