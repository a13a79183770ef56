"""Signing in and out, for editors and for professionals who have nothing to do in the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

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
