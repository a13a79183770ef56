"""Addresses of our own pages that were typed by hand are found when the page is withdrawn, like chosen links."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, ReferenceIndex, Site

from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.kb_pages.withdrawing.addresses import pages_named_in, searched_snippets
from clairdroit.kb_pages.withdrawing.links import count_dead_links, dead_links, pages_leading_to, snippets_naming
from clairdroit.partners_snippets.models import Offer
from clairdroit.roles.enums import Role
from tests.glossary.factories import GlossaryEntryFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import PhraseFactory

from .factories import ArticlePageFactory, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordination(client, member_of):
    user = member_of(Role.COORDINATION)
    client.force_login(user)
    return user


@pytest.fixture
def site(tree):
    """Under a name of its own, as a town's is."""
    Site.objects.filter(is_default_site=True).update(hostname="droits.ville.fr", port=443)
    Site.clear_site_root_paths_cache()
    yield
    Site.clear_site_root_paths_cache()


def indexed(thing):
    """What Wagtail's task does after each save."""
    ReferenceIndex.create_or_update_for_object(type(thing)._default_manager.get(pk=thing.pk))
    return thing


def writing(topic, html):
    return indexed(ArticlePageFactory(parent=topic, body=stream(ArticlePage, ("paragraph", html))))


def path_of(page):
    return page.get_url_parts()[2]


@pytest.mark.parametrize(
    "written", ["{path}aidé-cet-été/", "https://droits.ville.fr{path}aid%C3%A9-cet-%C3%A9t%C3%A9/"]
)
def test_an_accent_is_found_as_browsers_show_it_and_as_they_copy_it(site, topic, written):
    page = ArticlePageFactory(parent=topic, slug="aidé-cet-été")
    assert pages_named_in([written.format(path=path_of(topic))]) == [page.pk]


@pytest.mark.parametrize(
    "written",
    [
        "{path}",
        "https://droits.ville.fr{path}",
        "http://www.droits.ville.fr{path}",
        "//droits.ville.fr{path}",
        "droits.ville.fr{path}",
        "HTTPS://DROITS.VILLE.FR{path}",
        "https://droits.ville.fr:443{path}",
        "Lisez {path}.",
        "Voir (https://droits.ville.fr{path}) avant.",
        "Voir https://droits.ville.fr{bare}, puis venez.",
        "« https://droits.ville.fr{path} »",
        "https://droits.ville.fr{path}?commune=78646#que-faire",
        '<a href="{path}">les aides</a>',
        '<p>Lisez <a href="https://droits.ville.fr{bare}">ceci</a></p>',
    ],
)
def test_each_way_of_writing_it_is_found(site, article, written):
    path = path_of(article)
    assert pages_named_in([written.format(path=path, bare=path.rstrip("/"))]) == [article.pk]


@pytest.mark.parametrize(
    "written",
    [
        "https://ailleurs.fr{path}",
        "https://droits.ville.fr.ailleurs.fr{path}",
        "https://ailleurs.fr/?suite={path}",
        "https://droits.ville.fr{path}autre/",
        "et/ou",
        "01/02/2026",
        "https://[droits.ville.fr{path}",
        "",
    ],
)
def test_what_is_no_address_of_it_is_not(site, article, written):
    assert pages_named_in([written.format(path=path_of(article))]) == []


def test_an_address_of_before_it_moved_is_found_too(site, article):
    Redirect.objects.create(old_path="/ancienne/adresse", redirect_page=article, site=None)
    assert pages_named_in(["Voir https://droits.ville.fr/ancienne/adresse/"]) == [article.pk]


def test_a_translation_is_found_by_its_own_address(site, article):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    english = article.copy_for_translation(locale, copy_parents=True)
    Site.clear_site_root_paths_cache()
    assert path_of(english).startswith("/en/")
    assert pages_named_in([path_of(english)]) == [english.pk]
    assert pages_named_in([path_of(article)]) == [article.pk]


class TestWithdrawing:
    def test_a_page_that_gives_the_address_is_named_before_and_a_task_after(
        self, client, coordination, site, topic, article
    ):
        source = writing(topic, f'<p>Lisez <a href="{path_of(article)}">les aides</a>.</p>')
        assert list(pages_leading_to([article])) == [source.page_ptr]
        url = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
        assert "1 page en ligne y mène par un lien." in client.get(url).content.decode()
        client.post(url)
        with translation.override("fr"):
            (line,) = dead_links(coordination)
        assert (line.title, line.words) == (source.title, f"mène à «\u00a0{article.title}\u00a0»")
        source.body = stream(ArticlePage, ("paragraph", "<p>Sans lien.</p>"))
        source.save()
        indexed(source)
        assert dead_links(coordination) == []

    def test_partners_entries_and_phrases_are_named_before_and_tasks_after(self, client, coordination, site, article):
        address = f"https://droits.ville.fr{path_of(article)}"
        by_website = indexed(PartnerFactory(name="ADIL", website=address))
        by_offer = PartnerFactory(name="CCAS")
        Offer.objects.create(partner=by_offer, description=f"Le détail : {address}.")
        indexed(by_offer)
        indexed(PartnerFactory(name="Pas en ligne", website=address, live=False))
        indexed(PartnerFactory(name="Autre", website="https://ailleurs.fr/"))
        entry = indexed(GlossaryEntryFactory(explanation=f"Voir {path_of(article)}"))
        phrase = indexed(PhraseFactory(text=f"Vous trouverez tout ici : {address}"))
        named = {by_website, by_offer, entry, phrase}
        assert set(snippets_naming([article])) == named
        url = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
        page = client.get(url).content.decode()
        assert "4 fiches ou phrases donnent son adresse" in page
        assert "ADIL" in page
        answer = client.post(url, follow=True).content.decode()
        assert "4 fiches ou phrases donnent encore son adresse" in answer
        with translation.override("fr"):
            lines = dead_links(coordination)
        assert {line.title for line in lines} == {str(each) for each in named}
        assert {line.words for line in lines} == {f"donne l’adresse de «\u00a0{article.title}\u00a0»"}
        assert all(line.edit_url for line in lines)
        assert count_dead_links(coordination) == 4
        article.save_revision().publish()
        assert dead_links(coordination) == []

    def test_before_it_is_deleted_or_withdrawn_with_others_they_are_named_too(
        self, client, coordination, site, article
    ):
        indexed(PhraseFactory(text=f"Vous trouverez tout ici : https://droits.ville.fr{path_of(article)}"))
        for action in ("unpublish", "delete"):
            many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            assert "1 fiche ou phrase donne son adresse" in client.get(f"{many}?id={article.pk}").content.decode()
        delete = reverse("wagtailadmin_pages:delete", args=[article.pk])
        assert "1 fiche ou phrase donne son adresse" in client.get(delete).content.decode()
        answer = client.post(delete, follow=True).content.decode()
        assert "1 fiche ou phrase donne encore son adresse" in answer
        assert count_dead_links(coordination) == len(dead_links(coordination))

    def test_of_who_may_not_change_them_they_are_no_tasks(self, member_of, coordination, site, article):
        indexed(PartnerFactory(website=f"https://droits.ville.fr{path_of(article)}"))
        article.unpublish()
        assert len(dead_links(coordination)) == 1
        editor = member_of(role_names.editors_of("logement"))
        assert count_dead_links(editor) == len(dead_links(editor))

    def test_wagtail_s_own_list_of_uses_names_where_it_stands(self, client, coordination, site, topic, article):
        writing(topic, f'<p>Lisez <a href="{path_of(article)}">les aides</a>.</p>')
        indexed(PhraseFactory(text=f"Ici : {path_of(article)}"))
        page = client.get(reverse("wagtailadmin_pages:usage", args=[article.pk]))
        assert page.status_code == 200


class TestCounts:
    """The number on the admin's first page, without the rows of the list behind it."""

    def test_it_takes_as_many_queries_for_many_as_for_one(self, coordination, site, topic, article):
        def one_more():
            writing(topic, f'<p>Lisez <a href="{path_of(article)}">les aides</a>.</p>')
            indexed(PhraseFactory(text=f"Ici : {path_of(article)}"))

        one_more()
        article.unpublish()
        count_dead_links(coordination)
        assert count_dead_links(coordination) == len(dead_links(coordination)) == 2
        with CaptureQueriesContext(connection) as few:
            count_dead_links(coordination)
        for _time in range(4):
            one_more()
        with CaptureQueriesContext(connection) as counted:
            assert count_dead_links(coordination) == 10
        assert len(counted) == len(few)
        asked = [each["sql"] for each in counted if "COUNT(" in each["sql"]]
        assert len(asked) == len(searched_snippets()) + 1
        rows = [each["sql"] for each in counted if "COUNT(" not in each["sql"]]
        assert not [sql for sql in rows if "standardphrase" in sql or 'FROM "wagtailcore_page" ' in sql]
        assert len(dead_links(coordination)) == 10
