"""Addresses of pages that were renamed or moved lead on, and the reader's commune comes along."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from clairdroit.roles import Role
from tests.territories.factories import CommuneFactory

from .factories import ArticlePageFactory, TopicPageFactory


@pytest.fixture
def commune(db):
    return CommuneFactory(insee="78646", name="Versailles")


@pytest.fixture
def renamed(django_capture_on_commit_callbacks):
    def rename(page, slug):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


def led_to(client, address):
    answer = client.get(address)
    assert answer.status_code == 301, answer.status_code
    return answer.url


def test_a_renamed_page(client, article, commune, renamed):
    old = article.get_url()
    renamed(article, "nouveau")
    new = Page.objects.get(pk=article.pk).get_url()
    assert led_to(client, f"{old}?commune=78646") == f"{new}?commune=78646"
    assert led_to(client, old) == new


def test_an_article_of_a_renamed_topic(client, topic, article, commune, renamed):
    old = article.get_url()
    renamed(topic, "autre-sujet")
    new = Page.objects.get(pk=article.pk).get_url()
    assert "autre-sujet" in new
    assert led_to(client, f"{old}?commune=78646") == f"{new}?commune=78646"


def test_a_moved_page(client, tree, article, commune, member_of):
    old, target = article.get_url(), TopicPageFactory(parent=tree.headings["sante"])
    client.force_login(member_of(Role.COORDINATION))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, target.pk]))
    client.logout()
    new = Page.objects.get(pk=article.pk).get_url()
    assert new.startswith("/sante/")
    assert led_to(client, f"{old}?commune=78646") == f"{new}?commune=78646"


def test_a_renamed_page_in_another_language(client, topic, commune, renamed):
    english = Locale.objects.get_or_create(language_code="en")[0]
    article = ArticlePageFactory(parent=topic).copy_for_translation(english, copy_parents=True)
    article.save_revision().publish()
    article.refresh_from_db()
    old = article.get_url()
    assert old.startswith("/en/")
    renamed(article, "renamed")
    assert led_to(client, f"{old}?commune=78646") == f"{old.rsplit('/', 2)[0]}/renamed/?commune=78646"


@pytest.mark.parametrize("place", ["99999", "Versailles", "", "78646'"])
def test_a_place_that_is_none_is_left_behind(client, article, commune, place, renamed):
    old = article.get_url()
    renamed(article, "nouveau")
    assert "commune" not in led_to(client, f"{old}?commune={place}")


def test_an_old_sites_address_with_a_query_keeps_the_query_of_its_target(client, article, commune):
    Redirect.add_redirect("/ancien.php?id=3", "/recherche/?q=loyer")
    Redirect.add_redirect("/ancien/", "/recherche/?q=loyer")
    assert led_to(client, "/ancien.php?id=3") == "/recherche/?q=loyer"
    assert led_to(client, "/ancien/?commune=78646") == "/recherche/?q=loyer&commune=78646"


def test_nothing_is_added_to_another_sites_address(client, commune):
    Redirect.add_redirect("/ailleurs/", "https://ailleurs.invalid/page")
    assert led_to(client, "/ailleurs/?commune=78646") == "https://ailleurs.invalid/page"


@pytest.mark.parametrize(
    "elsewhere",
    ["//ailleurs.example/x", "////ailleurs.example/x", "https://testserver@a.example/"],
)
def test_no_spelling_of_another_site_is_told_the_reader_s_commune(client, commune, elsewhere):
    Redirect.objects.create(old_path="/ancien", redirect_link=elsewhere)
    assert "commune" not in client.get(f"/ancien/?commune={commune.pk}")["Location"]


@pytest.mark.parametrize("nowhere", ["mailto:accueil@ville.example", "javascript:alert(1)", "data:text/html,x"])
def test_what_no_browser_is_led_to_is_a_page_that_is_not_there(client, db, nowhere):
    Redirect.objects.create(old_path="/ancien", redirect_link=nowhere)
    assert client.get("/ancien/").status_code == 404
