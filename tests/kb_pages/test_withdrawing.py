"""What becomes of the pages around one that is withdrawn."""

from lxml import html
from wagtail.models import PageViewRestriction

from clairdroit.kb_pages.models import ArticlePage

from .factories import ArticlePageFactory, stream


def linking_to(page, topic, **values):
    words = f'<p>Lisez aussi <a linktype="page" id="{page.pk}">les <b>aides</b></a> avant.</p>'
    return ArticlePageFactory(parent=topic, body=stream(ArticlePage, ("paragraph", words)), **values)


def links_in(client, page):
    body = html.fromstring(client.get(page.get_url()).content.decode()).find_class("article-body")[0]
    assert "Lisez aussi les aides avant." in " ".join(body.text_content().split())
    return [link.get("href") for link in body.iter("a")]


class TestLinks:
    """Readers are never led to a page that is not found: the words stay, and are no link."""

    def test_a_link_to_a_withdrawn_page_is_plain_text(self, client, topic, article):
        page = linking_to(article, topic)
        assert links_in(client, page) == [article.get_url()]
        article.unpublish()
        assert links_in(client, page) == []

    def test_it_is_a_link_again_once_the_page_is_back(self, client, topic, article):
        page = linking_to(article, topic)
        article.unpublish()
        article.save_revision().publish()
        assert links_in(client, page) == [article.get_url()]

    def test_a_link_to_a_draft_is_plain_text(self, client, topic):
        assert links_in(client, linking_to(ArticlePageFactory(parent=topic, live=False), topic)) == []

    def test_a_link_to_a_deleted_page_is_plain_text(self, client, topic, article):
        page = linking_to(article, topic)
        article.delete()
        assert links_in(client, page) == []

    def test_a_link_to_a_private_page_leads_to_its_sign_in(self, client, topic, article):
        page = linking_to(article, topic)
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
        assert links_in(client, page) == [article.get_url()]
