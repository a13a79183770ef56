"""The shell reads sites and homes once; what it gives Wagtail must be what Wagtail would have read."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.shell.site_tree import site_for, tree_of
from tests.questions.factories import UserFactory
from tests.shell import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return factories.site_with_a_home_page()


def request(host="testserver"):
    return RequestFactory().get("/", headers={"host": host})


def wagtail_s_choice(host, port):
    try:
        return get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None


SITES = {
    "none": [],
    "one by default": [("a.fr", 80, True)],
    "one of a name": [("a.fr", 80, False)],
    "two names": [("a.fr", 80, True), ("b.fr", 443, False)],
    "two names, none by default": [("a.fr", 80, False), ("b.fr", 80, False)],
    "two ports": [("a.fr", 80, True), ("a.fr", 8000, False)],
    "two ports of another name": [("a.fr", 80, True), ("b.fr", 80, False), ("b.fr", 8000, False)],
    "two ports, none by default": [("b.fr", 80, False), ("b.fr", 8000, False)],
}


@pytest.mark.parametrize("sites", SITES.values(), ids=SITES)
def test_the_site_of_a_request_is_the_one_that_wagtail_would_choose(home, sites):
    Site.objects.all().delete()
    for hostname, port, is_default in sites:
        Site.objects.create(hostname=hostname, port=port, is_default_site=is_default, root_page=home)
    for host in ("a.fr", "b.fr", "c.fr"):
        for port in (80, 443, 8000):
            assert site_for(list(Site.objects.all()), host, port) == wagtail_s_choice(host, port), (host, port)


def test_wagtail_finds_the_site_and_the_identity_that_were_read(home, django_assert_num_queries):
    SiteIdentity.for_site(home.get_site()).save()
    asked = request()
    with django_assert_num_queries(1):
        assert tree_of(asked).identity is SiteIdentity.for_request(asked)
        assert Site.find_for_request(asked) == tree_of(asked).site


def test_a_site_without_an_identity_shows_the_usual_one_and_writes_none(home):
    assert tree_of(request()).identity.answer_delay_days == 3
    assert SiteIdentity.for_site(home.get_site()).site == home.get_site()
    assert not SiteIdentity.objects.exists()


def test_whoever_looks_after_the_site_gives_it_its_first_identity(home, client):
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("wagtailsettings:edit", args=["clairdroit_kb_pages", "siteidentity", home.get_site().pk])
    page = client.get(address)
    form = {field.html_name: field.value() or "" for field in page.context["form"]} | {"emergency-count": "0"}
    assert not SiteIdentity.objects.exists()
    for town in ("Versailles", "Viroflay"):
        assert client.post(address, form | {"town": town}).status_code == 302
        assert SiteIdentity.objects.get().town == town


@pytest.mark.parametrize("is_multilingual", [True, False])
def test_the_addresses_shared_with_wagtail_are_its_own(home, settings, is_multilingual):
    settings.WAGTAIL_I18N_ENABLED = is_multilingual
    factories.in_english(home, "Home")
    below = factories.news_index(home)
    Site.objects.create(hostname="autre.fr", root_page=below, is_default_site=False)
    Site.clear_site_root_paths_cache()
    assert set(tree_of(request()).root_paths) == set(Site.get_site_root_paths())
    assert tree_of(request()).root_paths[0].root_path == below.url_path


@pytest.mark.parametrize(("language", "title"), [("fr", "Accueil"), ("en", "Home"), ("de", "Accueil")])
def test_the_home_page_is_the_reader_s(home, language, title):
    factories.in_english(home, "Home")
    with translation.override(language):
        assert tree_of(request()).home.title == title


def test_a_home_page_that_is_a_draft_is_not_offered(home):
    english = factories.in_english(home, "Home")
    english.refresh_from_db()
    english.unpublish()
    with translation.override("en"):
        assert tree_of(request()).home.pk == home.pk


def test_an_unknown_host_without_a_default_site_has_no_tree(home):
    Site.objects.update(is_default_site=False)
    tree = tree_of(request("ailleurs.fr"))
    assert tree.site is None
    assert tree.identity is None
    assert tree.home is None
