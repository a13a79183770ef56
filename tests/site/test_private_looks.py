"""Whoever is led to a private page or document is asked for a password, or to sign in, by a page of the site."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import reverse
from lxml import html
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, site_tree
from tests.sign_in.people import with_app

pytestmark = pytest.mark.django_db
PASSWORD = "mot-de-passe-de-test"


@pytest.fixture
def article():
    tree = site_tree()
    return ArticlePageFactory(parent=TopicPageFactory(parent=tree.headings["logement"]), title="Réservée au service")


@pytest.fixture
def document(article, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Réservés"))
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.PASSWORD, password="sesame"
    )
    model = get_document_model()
    return model.objects.create(title="Liste", file=ContentFile(b"%PDF-1.4", "liste.pdf"), collection=collection)


def closed(page, kind):
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesame")


def shown(answer, *, status=200):
    """A page of the site, and nothing of Wagtail's admin."""
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    page = html.fromstring(text)
    assert page.xpath("//header[contains(@class, 'site-header')]")
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//meta[@name='robots' and @content='noindex']")
    assert "wagtailadmin" not in text
    assert "Réservée au service" not in text
    assert not page.xpath("//*[@style] | //style | //script[not(@src) and not(@type='application/ld+json')]")
    for field in page.xpath("//main//form//input[@type != 'hidden']"):
        assert page.xpath(f"//label[@for='{field.get('id')}']")
    return page


def heading(page):
    return page.xpath("string(//h1)")


def test_a_page_behind_a_password_asks_for_it_in_the_words_of_the_site(client, article):
    closed(article, PageViewRestriction.PASSWORD)
    page = shown(client.get(article.get_url()))
    assert heading(page) == "Mot de passe demandé"
    (form,) = page.xpath("//main//form")
    assert "Mot de passe" in form.text_content()
    values = {"password": "faux", "return_url": form.xpath(".//input[@name='return_url']/@value")[0]}
    again = shown(client.post(form.get("action"), values))
    assert again.xpath("//*[contains(@class, 'field--error')]")
    assert "Erreur" in again.xpath("string(//title)")
    answer = client.post(form.get("action"), values | {"password": "sesame"}, follow=True)
    assert "Réservée au service" in answer.content.decode()


def test_a_document_behind_a_password_asks_for_it_alike(client, document):
    page = shown(client.get(document.url))
    assert "Ce document n’est pas pour tout le monde" in page.text_content()
    (form,) = page.xpath("//main//form")
    values = {"password": "sesame", "return_url": form.xpath(".//input[@name='return_url']/@value")[0]}
    assert client.post(form.get("action"), values).status_code == 302
    assert client.get(document.url)["Content-Disposition"]


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.GROUPS])
def test_a_page_for_signed_in_people_leads_to_a_sign_in_of_the_site(client, article, kind):
    closed(article, kind)
    where = client.get(article.get_url())
    assert where.status_code == 302
    page = shown(client.get(where.url))
    assert heading(page) == "Se connecter"
    assert page.xpath("//main//form//label/text()") == ["Nom d’utilisateur", "Mot de passe"]
    refused = shown(client.post(where.url, {"username": "x", "password": "y"}))
    assert refused.xpath("//*[@role='alert']")
    get_user_model().objects.create_user("accueil", password=PASSWORD)
    (form,) = page.xpath("//main//form")
    values = {each.get("name"): each.get("value", "") for each in form.xpath(".//input")}
    answer = client.post(where.url, values | {"username": "accueil", "password": PASSWORD})
    assert answer.url == article.get_url()


def test_the_second_step_looks_like_where_one_came_from(client, article):
    user = get_user_model().objects.create_user("accueil", password=PASSWORD)
    with_app(user)
    for name, is_site in (("wagtailcore_login", True), ("wagtailadmin_login", False)):
        answer = client.post(reverse(name), {"username": "accueil", "password": PASSWORD})
        assert answer.url == reverse("clairdroit_sign_in:step")
        text = client.get(answer.url).content.decode()
        assert ("site-header" in text) is is_site
        assert f'href="{reverse(name)}"' in text
