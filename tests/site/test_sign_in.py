"""Signing in and out, for editors and for professionals who have nothing to do in the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from lxml import html

from tests.kb_pages.factories import site_tree
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

PASSWORD = "mot-de-passe-de-test"
DIRECTORY = "/a-qui-s-adresser/"


@pytest.fixture
def professional():
    return get_user_model().objects.create_user("accueil", password=PASSWORD)


@pytest.fixture
def editor():
    user = get_user_model().objects.create_user("redaction", password=PASSWORD)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def sign_in(client, user, where=""):
    address = reverse("wagtailadmin_login") + (f"?next={where}" if where else "")
    return client.post(address, {"username": user.username, "password": PASSWORD})


@pytest.mark.parametrize("where", ["", "/admin/", "/admin/pages/"])
def test_a_professional_arrives_in_the_directory(client, professional, where):
    assert sign_in(client, professional, where).url == DIRECTORY


def test_a_professional_returns_to_the_page_they_came_from(client, professional):
    assert sign_in(client, professional, "/recherche/").url == "/recherche/"


def test_a_professional_who_opens_the_admin_is_not_asked_to_sign_in_again(client, professional):
    client.force_login(professional)
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == DIRECTORY


def test_an_editor_arrives_in_the_admin(client, editor):
    assert sign_in(client, editor).url == reverse("wagtailadmin_home")


def test_whoever_is_signed_in_can_sign_out_from_a_public_page(client, professional):
    client.force_login(professional)
    assert 'action="/admin/logout/"' in client.get(DIRECTORY).content.decode()
    client.post("/admin/logout/")
    assert "/admin/logout/" not in client.get(DIRECTORY).content.decode()


def test_a_visitor_is_not_offered_to_sign_out(client):
    page = client.get(DIRECTORY)
    assert "/admin/logout/" not in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize("address", [DIRECTORY, "/", "/en/", "/rien-ici/"])
def test_the_way_in_and_out_stands_in_the_header(client, professional, address):
    site_tree()

    def header():
        return html.fromstring(client.get(address, follow=True).content).xpath(
            "//header[contains(@class, 'site-header')]"
        )[0]

    assert [
        link.get("rel") for link in header().xpath(".//a[starts-with(@href, '/') and contains(@href, '_util/login')]")
    ]
    assert not header().xpath(".//form[@method='post']")
    client.force_login(professional)
    assert "accueil" in header().text_content()
    assert header().xpath(".//form[@action='/admin/logout/' and @method='post']")
    assert not header().xpath(".//a[contains(@href, '_util/login')]")


def test_whoever_signs_in_from_a_page_comes_back_to_it_with_their_commune(client, professional):
    CommuneFactory(versailles=True)
    address = f"{DIRECTORY}?commune=78646"
    (link,) = html.fromstring(client.get(address).content).xpath("//a[contains(@href, '_util/login')]/@href")
    answer = client.post(link, {"username": professional.username, "password": PASSWORD})
    assert answer.url == address


@pytest.mark.parametrize("address", ["/ma-question/secret/", "/espace-partenaires/secret/", "/poser-ma-question/"])
def test_no_key_stands_in_the_address_of_signing_in(client, address):
    page = client.get(address).content.decode()
    assert "next=" not in page
