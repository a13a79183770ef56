"""An article with its English version."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.kb_pages.translating.missing import missing_from
from clairdroit.roles import Role
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, stream
from tests.worker import do_what_waits

TEXT = "<p>Écrivez à votre propriétaire.</p><p>Gardez une copie.</p>"


WORDS = {"Écrivez à votre propriétaire.": "Write to your landlord.", "Gardez une copie.": "Keep a copy."}


@pytest.fixture
def english(roles):
    locale = Locale.objects.create(language_code="en")
    roles.home.copy_for_translation(locale).save_revision().publish()
    roles.headings["logement"].copy_for_translation(locale).save_revision().publish()
    return locale


@pytest.fixture
def article(roles, english):
    topic = TopicPageFactory(parent=roles.headings["logement"])
    topic.copy_for_translation(english).save_revision().publish()
    return ArticlePageFactory(
        parent=topic, title="Mon loyer", verified=True, body=stream(ArticlePage, ("paragraph", TEXT))
    )


@pytest.fixture
def translated(english, article):
    """In English whole, and online."""
    source, _created = TranslationSource.update_or_create_from_instance(article)
    translation = Translation.objects.create(source=source, target_locale=english)
    for segment in missing_from(translation):
        say(segment, english, WORDS.get(segment.string.data, f"English {segment.pk}"))
    translation.save_target(publish=True)
    translation.get_target_instance().get_latest_revision().publish()
    return translation


@pytest.fixture
def coordinator(member_of):
    return member_of(Role.COORDINATION)


def say(segment, locale, words):
    StringTranslation.objects.create(translation_of=segment.string, context=segment.context, locale=locale, data=words)


@pytest.fixture
def rewrite(article, django_capture_on_commit_callbacks):
    def write(text):
        page = ArticlePage.objects.get(pk=article.pk)
        page.body = stream(ArticlePage, ("paragraph", text))
        page.body[0].id = article.body[0].id
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        do_what_waits()
        return page

    return write


def target(translation):
    return translation.get_target_instance()
