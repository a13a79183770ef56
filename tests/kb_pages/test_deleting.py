"""Before something is deleted, who leads to it or shows it is said; after, these pages are tasks."""

# ruff: noqa: F401, F811

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import translation
from lxml import html
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, Page

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import Partner
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.linking import coordination, dead_links, english, indexed, linking_to
from tests.partners_snippets.factories import PartnerFactory

from .factories import ArticlePageFactory, TopicPageFactory, stream


@pytest.fixture
def administrator(client, admin_user):
    client.force_login(admin_user)
    return admin_user


def delete_url(page):
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def bulk_url(*things, action="delete"):
    model = things[0]._meta
    name = ("wagtailcore", "page") if isinstance(things[0], Page) else (model.app_label, model.model_name)
    query = "&".join(f"id={thing.pk}" for thing in things)
    return f"{reverse('wagtail_bulk_action', args=[*name, action])}?{query}&next=/admin/"


def shown(client, address):
    return html.fromstring(client.get(address).content.decode())


def exists(page):
    return Page.objects.filter(pk=page.pk).exists()


def showing(partner, topic):
    block = ("partners", {"title": "Qui peut vous aider", "partners": [partner.pk]})
    return indexed(ArticlePageFactory(parent=topic, body=stream(ArticlePage, block)))


def words(user):
    with translation.override("fr"):
        return [(line.title, line.words) for line in dead_links(user)]


class TestAPage:
    def test_names_the_pages_that_lead_to_it_and_its_translations(self, client, administrator, topic, article, english):
        source = indexed(linking_to(article, topic))
        page = shown(client, delete_url(article))
        assert page.xpath("//main//li/a/@href") == [reverse("wagtailadmin_pages:edit", args=[source.pk])]
        assert "1 page en ligne y mène par un lien." in page.text_content()
        (box,) = page.xpath("//input[@name='translations']")
        assert (box.get("value"), box.get("checked")) == (str(english.pk), None)
        assert "I can no longer pay" in box.getparent().text_content()

    def test_names_the_pages_that_lead_to_one_below_it(self, client, administrator, topic, article):
        source = indexed(linking_to(article, TopicPageFactory(parent=topic.get_parent())))
        page = shown(client, delete_url(topic))
        assert page.xpath("//main//li/a/@href") == [reverse("wagtailadmin_pages:edit", args=[source.pk])]
        assert "1 page située dessous part avec elle." in page.text_content()

    def test_offers_to_withdraw_instead(self, client, administrator, article):
        assert reverse("wagtailadmin_pages:unpublish", args=[article.pk]) in shown(client, delete_url(article)).xpath(
            "//main//a/@href"
        )

    def test_what_leads_to_it_is_a_task_after(
        self, client, administrator, topic, article, english, django_capture_on_commit_callbacks
    ):
        source = indexed(linking_to(article, topic))
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(delete_url(article), follow=True)
        assert not exists(article)
        assert exists(english)
        assert "1 page y mène encore" in answer.content.decode()
        assert words(administrator) == [(source.title, "mène à une page supprimée")]

    def test_what_leads_to_a_page_below_it_is_one_too(
        self, client, administrator, topic, article, django_capture_on_commit_callbacks
    ):
        source = indexed(linking_to(article, TopicPageFactory(parent=topic.get_parent())))
        with django_capture_on_commit_callbacks(execute=True):
            client.post(delete_url(topic))
        assert words(administrator) == [(source.title, "mène à une page supprimée")]

    def test_takes_the_ticked_translations_along(self, client, administrator, article, english):
        answer = client.post(delete_url(article), {"translations": [english.pk]}, follow=True)
        assert not exists(english)
        assert "1 traduction a été retirée avec elle." in answer.content.decode()

    def test_takes_no_page_along_that_is_no_translation_of_it(self, client, administrator, article, topic):
        other = ArticlePageFactory(parent=topic)
        client.post(delete_url(article), {"translations": [other.pk, "x", "-1"]})
        assert exists(other)

    def test_takes_no_translation_along_that_the_person_may_not_delete(self, client, member_of, article, english):
        group = Group.objects.create(name="Logement en français")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in ("change_page", "publish_page"):
            right = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=article.get_parent(), permission=right)
        client.force_login(member_of(group.name))
        client.post(delete_url(article), {"translations": [english.pk]})
        assert not exists(article)
        assert exists(english)

    def test_asking_changes_nothing(self, client, administrator, article, english):
        client.get(delete_url(article))
        assert exists(article)

    def test_a_page_that_leads_there_no_more_is_no_task(
        self, client, administrator, topic, article, django_capture_on_commit_callbacks
    ):
        source = indexed(linking_to(article, topic))
        with django_capture_on_commit_callbacks(execute=True):
            client.post(delete_url(article))
        source.body = stream(ArticlePage, ("paragraph", "<p>Sans lien.</p>"))
        source.save_revision().publish()
        indexed(ArticlePage.objects.get(pk=source.pk))
        assert words(administrator) == []


class TestManyPages:
    def test_are_named_with_what_leads_to_each(self, client, administrator, topic, article, english):
        source = indexed(linking_to(article, topic))
        page = shown(client, bulk_url(article, ArticlePageFactory(parent=topic)))
        assert reverse("wagtailadmin_pages:edit", args=[source.pk]) in page.xpath("//main//li//a/@href")
        assert "I can no longer pay" in page.text_content()
        assert page.xpath("//input[@name='include_translations']")

    def test_go_with_their_translations_where_that_was_ticked(
        self, client, administrator, topic, article, english, django_capture_on_commit_callbacks
    ):
        source = indexed(linking_to(article, topic))
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(bulk_url(article), {"include_translations": "on"}, follow=True)
        assert [exists(each) for each in (article, english)] == [False, False]
        assert "1 page y mène encore" in answer.content.decode()
        assert words(administrator) == [(source.title, "mène à une page supprimée")]

    def test_go_alone_where_it_was_not(self, client, administrator, article, english):
        client.post(bulk_url(article))
        assert [exists(each) for each in (article, english)] == [False, True]

    @pytest.mark.parametrize("order", [1, -1])
    def test_go_together_with_what_is_below_one_of_them(self, client, administrator, topic, article, order):
        answer = client.post(bulk_url(*(topic, article)[::order]))
        assert answer.status_code == 302
        assert [exists(each) for each in (topic, article)] == [False, False]

    def test_that_are_withdrawn_say_what_leads_to_them_after(self, client, coordination, topic, article):
        indexed(linking_to(article, topic))
        answer = client.post(bulk_url(article, action="unpublish"), follow=True)
        assert "1 page y mène encore" in answer.content.decode()


class TestWhatPagesShow:
    @pytest.fixture
    def partner(self):
        return PartnerFactory(name="ADIL 78")

    def test_a_partner_names_the_pages_that_show_it(self, client, administrator, topic, partner):
        source = showing(partner, topic)
        viewset = Partner.snippet_viewset
        for address in (
            reverse(viewset.get_url_name("delete"), args=[partner.pk]),
            reverse(viewset.get_url_name("unpublish"), args=[partner.pk]),
            bulk_url(partner),
            bulk_url(partner, PartnerFactory()),
        ):
            page = shown(client, address)
            assert "1 page en ligne le montre." in page.text_content(), address
            assert reverse("wagtailadmin_pages:edit", args=[source.pk]) in page.xpath("//main//li//a/@href")

    def test_a_page_without_its_partner_is_a_task(
        self, administrator, topic, partner, django_capture_on_commit_callbacks
    ):
        source = showing(partner, topic)
        assert words(administrator) == []
        with django_capture_on_commit_callbacks(execute=True):
            Partner.objects.filter(pk=partner.pk).delete()
        assert words(administrator) == [(source.title, "mène à un élément supprimé (partenaire)")]

    def test_so_is_one_whose_partner_was_withdrawn(self, administrator, topic, partner):
        source = showing(partner, topic)
        partner.unpublish()
        assert words(administrator) == [(source.title, "mène à «\u00a0ADIL 78\u00a0»")]

    def test_a_picture_that_no_page_shows_has_none_to_name(self, client, administrator):
        image = get_image_model().objects.create(title="Mairie", file=get_test_image_file())
        page = shown(client, reverse("wagtailimages:delete", args=[image.pk]))
        assert "en ligne" not in page.xpath("string(//main)")

    def test_a_word_names_the_pages_that_explain_it(self, client, administrator, topic):
        entry = GlossaryEntryFactory(term="RSA", stands_for="revenu de solidarité active")
        text = ("paragraph", "<p>Demandez le <b>RSA</b> à la CAF.</p>")
        source = ArticlePageFactory(parent=topic, body=stream(ArticlePage, text))
        ArticlePageFactory(parent=topic, body=stream(ArticlePage, ("paragraph", "<p>Rien sur rsae ici.</p>")))
        page = shown(client, reverse(type(entry).snippet_viewset.get_url_name("delete"), args=[entry.pk]))
        assert "1 page en ligne explique ce mot à ses lecteurs." in page.text_content()
        assert page.xpath("//main//li/a/@href") == [reverse("wagtailadmin_pages:edit", args=[source.pk])]
