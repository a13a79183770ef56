"""A body made of blocks cannot be written without JavaScript: said before, and nothing ends in an error."""

import pytest
from django.urls import reverse
from lxml import html

from clairdroit.kb_pages.models import ArticlePage

from .factories import ArticlePageFactory


@pytest.fixture
def editing(client, admin_user, topic):
    client.force_login(admin_user)
    article = ArticlePageFactory(parent=topic, title="Mon loyer")
    kind = ("clairdroit_kb_pages", "articlepage")
    return {
        "edit": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        "create": reverse("wagtailadmin_pages:add", args=[*kind, topic.pk]),
    }


@pytest.mark.parametrize("way", ["edit", "create"])
def test_the_form_says_so_where_no_script_runs(client, editing, way):
    page = html.fromstring(client.get(editing[way]).content.decode())
    (notice,) = [each for each in page.iter("noscript") if "rien de ce que vous écrivez" in each.text_content()]
    assert notice.xpath("following::form[@data-edit-form]")


def test_a_form_without_blocks_says_nothing(client, editing, tree):
    address = reverse("wagtailadmin_pages:edit", args=[tree.headings["logement"].pk])
    assert "rien de ce que vous écrivez" not in client.get(address).content.decode()


@pytest.mark.parametrize("way", ["edit", "create"])
def test_what_is_sent_without_blocks_is_answered_with_what_was_typed(client, editing, way):
    before = ArticlePage.objects.count()
    answer = client.post(editing[way], {"title": "Mon nouveau titre", "slug": "titre", "summary": "En <b>bref</b>."})
    assert answer.status_code == 400
    page = html.fromstring(answer.content.decode())
    assert "Cette page a besoin de JavaScript" in page.xpath("string(//main)")
    assert [each.text.strip() for each in page.iter("textarea")] == ["Mon nouveau titre", "En <b>bref</b>.", "titre"]
    assert ArticlePage.objects.count() == before
    assert not ArticlePage.objects.filter(title="Mon nouveau titre").exists()


def test_a_form_with_its_blocks_is_wagtail_s(client, editing):
    answer = client.post(editing["edit"], {"title": "", "body-count": "0"})
    assert answer.status_code == 200
    assert "a besoin de JavaScript</h" not in answer.content.decode()
