"""An article begun from the board of searches: its title is there already, and the draft stands under a topic."""

import pytest
from django.urls import reverse

from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.roles import Role

from .factories import TopicPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(roles):
    return reverse("clairdroit_kb_pages_write")


@pytest.fixture
def mine(roles):
    return TopicPageFactory(parent=roles.headings["logement"], title="Payer mon loyer")


@pytest.fixture
def others(roles):
    return TopicPageFactory(parent=roles.headings["sante"], title="Voir un médecin")


@pytest.fixture
def editor(client, member_of):
    user = member_of(role_names.editors_of("logement"))
    client.force_login(user)
    return user


def test_the_title_is_what_was_searched_and_only_own_topics_are_offered(client, address, editor, mine, others):
    shown = client.get(address, {"title": "carte  jeune"}).content.decode()
    assert 'value="Carte jeune"' in shown
    assert "Payer mon loyer" in shown
    assert "Voir un médecin" not in shown


def test_the_draft_opens_in_the_editor_and_no_reader_sees_it(client, address, editor, mine):
    response = client.post(address, {"title": "Carte jeune", "topic": mine.pk})
    article = ArticlePage.objects.get()
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert (article.title, article.owner, article.live) == ("Carte jeune", editor, False)
    assert article.get_parent().specific == mine
    assert 'value="Carte jeune"' in client.get(response["Location"]).content.decode()


def test_another_editor_s_topic_and_an_empty_title_are_refused_in_words(client, address, editor, mine, others):
    shown = client.post(address, {"title": "Carte jeune", "topic": others.pk}).content.decode()
    assert 'value="Carte jeune"' in shown
    assert not ArticlePage.objects.exists()
    shown = client.post(address, {"title": " ", "topic": mine.pk}).content.decode()
    assert "Écrivez un titre" in shown
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("title", ["\x00", "x" * 5000, "<b>gras</b>", "\ud800"], ids=["nul", "long", "markup", "half"])
def test_a_strange_title_in_the_address_breaks_nothing(client, address, editor, mine, title):
    response = client.get(f"{address}?title={title.encode('utf-8', 'surrogatepass').decode('latin-1')}")
    assert response.status_code == 200
    assert "<b>gras</b>" not in response.content.decode()


def test_whoever_writes_no_page_writes_none_here(client, address, member_of, mine):
    client.force_login(member_of(Role.PROFESSIONALS))
    for response in (client.get(address), client.post(address, {"title": "Carte", "topic": mine.pk})):
        assert response.status_code in (302, 403)
    assert not ArticlePage.objects.exists()
