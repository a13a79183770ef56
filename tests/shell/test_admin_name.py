"""The admin bears the town's name, on every page and before anybody has signed in."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from lxml import html
from wagtail.models import Site

from clairdroit.kb_pages.models import SiteIdentity

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    boss = get_user_model().objects.create_superuser("boss", "boss@ville.invalid", "un mot de passe de chef")
    client.force_login(boss)
    return boss


def title(response):
    return " ".join(html.fromstring(response.content.decode()).findtext(".//title").split())


def name_the_site(**words):
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    for name, value in words.items():
        setattr(identity, name, value)
    identity.save()


def test_every_page_of_the_admin_is_titled_by_the_town(client, boss):
    name_the_site(site_name="Infos droits", town="Versailles")
    home = client.get(reverse("wagtailadmin_home"))
    assert title(home).endswith("- Infos droits, Versailles")
    assert "Infos droits, Versailles" in html.fromstring(home.content.decode()).findtext(".//h1")
    for address in ("wagtailadmin_explore_root", "wagtailimages:index", "wagtailusers_users:index"):
        assert title(client.get(reverse(address))).endswith("- Infos droits, Versailles")


def test_so_is_the_way_in_and_a_page_that_is_not_there(client, boss):
    name_the_site(site_name="Infos droits", town="Versailles")
    assert title(client.get("/admin/nulle-part/")).endswith("- Infos droits, Versailles")
    client.logout()
    assert title(client.get(reverse("wagtailadmin_login"))).endswith("- Infos droits, Versailles")


def test_a_name_is_text(client, boss):
    name_the_site(site_name="<script>alert(1)</script>", town="")
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "<script>alert(1)" not in page
    assert title(client.get(reverse("wagtailadmin_home"))).endswith("- <script>alert(1)</script>")


def test_without_a_site_there_is_a_name_still(client, boss):
    Site.objects.all().delete()
    assert title(client.get(reverse("wagtailadmin_home"))).endswith("- Vos droits en clair")
    assert "Wagtail" not in title(client.get(reverse("wagtailadmin_home")))
