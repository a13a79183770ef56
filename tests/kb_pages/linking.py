"""Pages that others link to."""

import pytest
from wagtail.models import Locale, ReferenceIndex

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.kb_pages.withdrawing import links
from clairdroit.roles import Role
from tests.kb_pages.factories import ArticlePageFactory, stream


def dead_links(user):
    """The list, and the number on the first page with it."""
    lines = links.dead_links(user)
    assert links.count_dead_links(user) == len(lines)
    return lines


def linking_to(page, topic, **values):
    words = f'<p>Lisez aussi <a linktype="page" id="{page.pk}">les <b>aides</b></a> avant.</p>'
    return ArticlePageFactory(parent=topic, body=stream(ArticlePage, ("paragraph", words)), **values)


@pytest.fixture
def coordination(client, member_of):
    user = member_of(Role.COORDINATION)
    client.force_login(user)
    return user


@pytest.fixture
def english(article):
    """The article's translation, online."""
    locale = Locale.objects.get_or_create(language_code="en")[0]
    translation = article.copy_for_translation(locale, copy_parents=True)
    translation.title = "I can no longer pay"
    translation.save_revision().publish()
    return ArticlePage.objects.get(pk=translation.pk)


def indexed(page):
    """What Wagtail's task does after each save."""
    ReferenceIndex.create_or_update_for_object(page)
    return page
