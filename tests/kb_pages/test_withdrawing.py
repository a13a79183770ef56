"""What becomes of the pages around one that is withdrawn."""

# ruff: noqa: F401, F811 – fixtures

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from lxml import html
from wagtail.models import GroupPagePermission, Locale, Page, PageViewRestriction

from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.models import ArticlePage
from tests.kb_pages.linking import coordination, dead_links, english, indexed, linking_to

from .factories import ArticlePageFactory, TopicPageFactory, stream

BULK = "/admin/bulk/wagtailcore/page/unpublish/"


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

    def test_no_way_up_leads_to_a_withdrawn_topic(self, client, topic, article):
        address = topic.get_url()
        assert address in client.get(article.get_url()).content.decode().replace(article.get_url(), "")
        topic.unpublish()
        assert address not in client.get(article.get_url()).content.decode().replace(article.get_url(), "")

    def test_a_link_to_a_private_page_leads_to_its_sign_in(self, client, topic, article):
        page = linking_to(article, topic)
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
        assert links_in(client, page) == [article.get_url()]


def withdraw_url(page):
    return reverse("wagtailadmin_pages:unpublish", args=[page.pk])


def is_live(page):
    return Page.objects.get(pk=page.pk).live


class TestTheQuestionBefore:
    def test_names_translations_and_ticks_them(self, client, coordination, article, english):
        page = html.fromstring(client.get(withdraw_url(article)).content.decode())
        (box,) = page.xpath("//input[@name='translations']")
        assert (box.get("value"), box.get("checked") is not None) == (str(english.pk), True)
        assert "I can no longer pay" in box.getparent().text_content()

    def test_asks_of_no_copy_that_goes_with_its_page_by_itself(self, client, coordination, article):
        """An alias has no text of its own: in another language it shows the page as it is."""
        locale = Locale.objects.get_or_create(language_code="en")[0]
        alias = article.copy_for_translation(locale, copy_parents=True, alias=True)
        assert is_live(alias)
        page = html.fromstring(client.get(withdraw_url(article)).content.decode())
        assert not page.xpath("//input[@name='translations']")
        client.post(withdraw_url(article))
        assert not is_live(alias)

    def test_names_the_pages_that_lead_to_it_or_to_a_translation(self, client, coordination, topic, article, english):
        source, other = (indexed(linking_to(page, topic)) for page in (article, english))
        indexed(linking_to(article, topic, live=False))
        page = html.fromstring(client.get(withdraw_url(article)).content.decode())
        links = page.xpath("//main//li/a/@href")
        assert links == [reverse("wagtailadmin_pages:edit", args=[each.pk]) for each in (source, other)]
        assert "2 pages en ligne y mènent par un lien." in page.text_content()

    def test_names_without_a_link_what_the_person_may_not_change(self, client, member_of, tree, topic, article):
        elsewhere = TopicPageFactory(parent=tree.headings["sante"])
        own, other = (indexed(linking_to(article, place)) for place in (topic, elsewhere))
        group = Group.objects.create(name="Logement seul")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in ("change_page", "publish_page"):
            right = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=topic, permission=right)
        client.force_login(member_of(group.name))
        page = html.fromstring(client.get(withdraw_url(article)).content.decode())
        assert page.xpath("//main//li/a/@href") == [reverse("wagtailadmin_pages:edit", args=[own.pk])]
        assert other.title in page.text_content()

    def test_says_that_no_page_leads_to_it(self, client, coordination, article):
        assert "Aucune autre page n’y mène par un lien." in client.get(withdraw_url(article)).content.decode()

    def test_changes_nothing(self, client, coordination, article, english):
        client.get(withdraw_url(article))
        assert is_live(article)
        assert is_live(english)

    def test_is_not_asked_of_who_may_not_withdraw(self, client, member_of, article):
        client.force_login(member_of(role_names.editors_of("logement")))
        assert client.get(withdraw_url(article)).status_code == 302
        assert client.post(withdraw_url(article)).status_code == 302
        assert is_live(article)


class TestWithdrawing:
    def test_takes_the_ticked_translations_along(self, client, coordination, article, english):
        answer = client.post(withdraw_url(article), {"translations": [english.pk]}, follow=True)
        assert not is_live(article)
        assert not is_live(english)
        assert "1 traduction a été retirée avec elle." in answer.content.decode()

    def test_leaves_the_others_online(self, client, coordination, article, english):
        client.post(withdraw_url(article))
        assert not is_live(article)
        assert is_live(english)

    def test_takes_no_page_along_that_is_no_translation_of_it(self, client, coordination, article, topic):
        other = ArticlePageFactory(parent=topic)
        client.post(withdraw_url(article), {"translations": [other.pk, "x", "-1"]})
        assert is_live(other)

    @pytest.mark.parametrize(
        "typed", ["9" * 5000, "9" * 30, "²", "٣", ""], ids=["endless", "long", "²", "٣", "nothing"]
    )
    def test_what_is_no_number_of_a_page_takes_nothing_along(self, client, coordination, article, english, typed):
        assert client.post(withdraw_url(article), {"translations": [typed]}).status_code == 302
        assert not is_live(article)
        assert is_live(english)

    def test_takes_no_translation_along_that_the_person_may_not_withdraw(self, client, member_of, article, english):
        group = Group.objects.create(name="Logement en français")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=article.get_parent(), permission=publish)
        client.force_login(member_of(group.name))
        page = client.get(withdraw_url(article)).content.decode()
        assert "vous n’avez pas le droit de la retirer" in page
        client.post(withdraw_url(article), {"translations": [english.pk]})
        assert not is_live(article)
        assert is_live(english)

    def test_many_at_once(self, client, coordination, article, english, topic):
        indexed(linking_to(article, topic))
        other = ArticlePageFactory(parent=topic)
        address = (
            f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?id={article.pk}&id={other.pk}"
        )
        page = client.get(address).content.decode()
        assert "I can no longer pay" in page
        assert "1 page en ligne y mène par un lien." in page
        client.post(address, {"include_translations": "on"})
        assert [is_live(each) for each in (article, other, english)] == [False, False, False]

    def test_many_at_once_without_their_translations(self, client, coordination, article, english):
        address = f"{BULK}?id={article.pk}"
        client.post(address, {})
        assert [is_live(each) for each in (article, english)] == [False, True]


class TestTasksAfter:
    def test_a_page_that_leads_nowhere_is_a_task_until_it_is_mended(self, client, coordination, topic, article):
        source = indexed(linking_to(article, topic))
        assert dead_links(coordination) == []
        answer = client.post(withdraw_url(article), follow=True)
        assert "1 page y mène encore" in answer.content.decode()
        (line,) = dead_links(coordination)
        assert (line.title, line.edit_url) == (source.title, reverse("wagtailadmin_pages:edit", args=[source.pk]))
        with translation.override("fr"):
            assert dead_links(coordination)[0].words == f"mène à «\u00a0{article.title}\u00a0»"
        assert source.title in client.get("/admin/freshness/").content.decode()
        source.body = stream(ArticlePage, ("paragraph", "<p>Sans lien.</p>"))
        source.save_revision().publish()
        indexed(ArticlePage.objects.get(pk=source.pk))
        assert dead_links(coordination) == []

    def test_it_is_none_once_the_page_is_back(self, coordination, topic, article):
        indexed(linking_to(article, topic))
        article.unpublish()
        assert len(dead_links(coordination)) == 1
        article.save_revision().publish()
        assert dead_links(coordination) == []

    def test_a_link_to_a_deleted_page_is_one(self, coordination, topic, article, django_capture_on_commit_callbacks):
        indexed(linking_to(article, topic))
        with django_capture_on_commit_callbacks(execute=True):
            article.delete()
        with translation.override("fr"):
            assert [line.words for line in dead_links(coordination)] == ["mène à une page supprimée"]

    def test_they_are_those_of_whoever_may_change_the_page(self, member_of, topic, article):
        indexed(linking_to(article, topic))
        article.unpublish()
        assert len(dead_links(member_of(role_names.editors_of("logement")))) == 1
        assert dead_links(member_of(role_names.editors_of("sante"))) == []

    def test_their_number_costs_no_more_queries(self, coordination, topic, article, django_assert_num_queries):
        indexed(linking_to(article, topic))
        article.unpublish()
        dead_links(coordination)
        with CaptureQueriesContext(connection) as few:
            dead_links(coordination)
        for _number in range(5):
            indexed(linking_to(article, topic))
        with django_assert_num_queries(len(few)):
            assert len(dead_links(coordination)) == 6
