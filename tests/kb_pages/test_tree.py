"""Which page may stand where, and which keys the headings have."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from lxml import html
from wagtail.models import Locale, Page

from clairdroit.kb_pages import models
from clairdroit.kb_pages.forms import HeadingPageForm
from clairdroit.kb_pages.models import HeadingPage
from tests.comarquage.factories import DossierFactory, OfficialSheetFactory

from .factories import ArticlePageFactory, EventPageFactory, HeadingPageFactory, HomePageFactory, TopicPageFactory

pytestmark = pytest.mark.django_db

CHILDREN = {
    models.HomePage: {
        models.HeadingPage,
        models.NewsIndexPage,
        models.EventIndexPage,
        models.InformationPage,
    },
    models.HeadingPage: {models.TopicPage},
    models.TopicPage: {models.ArticlePage},
    models.ArticlePage: set(),
    models.NewsIndexPage: {models.NewsPage},
    models.NewsPage: set(),
    models.EventIndexPage: {models.EventPage},
    models.EventPage: set(),
    models.InformationPage: set(),
}


@pytest.mark.parametrize("parent", CHILDREN, ids=lambda model: model.__name__)
def test_each_kind_of_page_takes_only_its_own_children(parent):
    allowed = {model for model in parent.allowed_subpage_models() if parent in model.allowed_parent_page_models()}
    assert allowed == CHILDREN[parent]


def test_only_a_home_page_may_stand_at_the_top():
    ours = [model for model in CHILDREN if Page in model.allowed_parent_page_models()]
    assert ours == [models.HomePage]


def test_a_ninth_heading_is_refused(tree):
    assert not HeadingPage.can_create_at(tree.home)
    tree.headings["seniors"].delete()
    assert HeadingPage.can_create_at(Page.objects.get(pk=tree.home.pk).specific)


@pytest.mark.parametrize("model", [models.NewsIndexPage, models.EventIndexPage])
def test_a_second_index_is_refused(tree, model):
    assert not model.can_create_at(tree.home)


def test_a_heading_exists_once_under_a_home_page(tree):
    with pytest.raises(ValidationError, match="existe déjà"):
        HeadingPageFactory(parent=tree.home, key="logement", slug="encore")


def test_another_towns_home_page_has_its_own_headings(tree):
    other = HomePageFactory()
    assert HeadingPageFactory(parent=other, key="logement").pk


def test_an_unknown_key_is_refused_by_the_database(tree):
    with pytest.raises(IntegrityError), transaction.atomic():
        HeadingPage.objects.filter(key="logement").update(key="vacances")


def test_a_new_heading_is_offered_the_free_keys_only(tree):
    tree.headings["seniors"].delete()
    form_class = HeadingPage.get_edit_handler().get_form_class()
    assert issubclass(form_class, HeadingPageForm)
    form = form_class(instance=HeadingPage(), parent_page=tree.home)
    assert [key for key, _ in form.fields["key"].choices if key] == ["seniors"]


def test_the_key_of_a_heading_cannot_be_changed(tree):
    form = HeadingPage.get_edit_handler().get_form_class()(instance=tree.headings["sante"], parent_page=tree.home)
    assert form.fields["key"].disabled


def test_a_heading_is_found_by_its_key_in_the_active_language(tree):
    assert HeadingPage.for_key("sante") == tree.headings["sante"]
    assert HeadingPage.for_key("sante", Locale.objects.create(language_code="en")) is None


def test_every_page_knows_its_heading(tree, article):
    assert article.heading == tree.headings["logement"]
    assert article.get_parent().specific.heading_key == "logement"
    assert tree.headings["logement"].heading_key == "logement"
    assert tree.home.heading_key == ""
    assert tree.news_index.heading_key == ""


def test_topics_come_with_their_live_articles_in_the_tree_order(tree, django_assert_num_queries):
    heading = tree.headings["logement"]
    first, second = TopicPageFactory.create_batch(2, parent=heading)
    articles = ArticlePageFactory.create_batch(2, parent=second)
    ArticlePageFactory(parent=second, live=False)
    TopicPageFactory(parent=heading, live=False)
    with django_assert_num_queries(2):
        topics = heading.topics()
        assert [topic.pk for topic in topics] == [first.pk, second.pk]
        assert [[article.pk for article in topic.articles] for topic in topics] == [[], [a.pk for a in articles]]


def test_an_event_that_ends_before_it_starts_is_refused(tree):
    event = EventPageFactory.build()
    event.end, event.start = event.start, event.end
    event.locale = tree.home.locale
    with pytest.raises(ValidationError, match="fin"):
        tree.event_index.add_child(instance=event)
    made = EventPageFactory(parent=tree.event_index)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.EventPage.objects.filter(pk=made.pk).update(end="2020-01-01T00:00Z")


def test_the_admin_offers_only_topics_under_a_heading(client, roles, member_of):
    client.force_login(member_of("Coordination"))
    answer = client.get(reverse("wagtailadmin_pages:add_subpage", args=[roles.headings["sante"].pk]))
    # With one kind of page to add, Wagtail goes straight to its form.
    assert answer.status_code == 302
    assert "/topicpage/" in answer.url


@pytest.mark.parametrize("language", ["fr", "en"])
def test_dates_are_typed_with_the_day_first_whatever_the_language_of_the_admin(tree, language):
    form_class = models.EventPage.get_edit_handler().get_form_class()
    with translation.override(language):
        form = form_class(instance=EventPageFactory.build(), parent_page=tree.event_index)
        assert form.fields["start"].widget.format == "%d/%m/%Y %H:%M"
        moment = form.fields["start"].clean("05/06/2026 14:30")
        assert (moment.day, moment.month, moment.hour) == (5, 6, 14)
        field = models.NewsPage.get_edit_handler().get_form_class()().fields["date"]
        assert field.clean("05/06/2026") == datetime.date(2026, 6, 5)
        assert field.clean("2026-06-05") == datetime.date(2026, 6, 5)
        amounts = models.ArticlePage.body.field.stream_block.child_blocks["amounts"]
        assert amounts.child_blocks["valid_from"].field.clean("05/06/2026") == datetime.date(2026, 6, 5)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_short_dates_are_shown_with_the_day_first_as_they_are_typed(language):
    with translation.override(language):
        assert date_format(datetime.date(2026, 6, 5), "SHORT_DATE_FORMAT") == "05/06/2026"
        assert date_format(datetime.datetime(2026, 6, 5, 14, 30), "SHORT_DATETIME_FORMAT") == "05/06/2026 14:30"


def test_a_heading_shows_some_official_dossiers_and_keeps_the_others_behind_one_disclosure(client, tree):
    for number in range(9):
        dossier = DossierFactory(
            title=f"Dossier {number}", heading="logement", position=number, comes_first=number == 8
        )
        OfficialSheetFactory.create_batch(1 + number, dossier=dossier)
    root = html.fromstring(client.get(tree.headings["logement"].get_url()).content.decode())
    shown = root.xpath("//ul[@class='dossier-links'][not(ancestor::details)]/li")
    assert [" ".join(item.text_content().split()) for item in shown[:2]] == ["Dossier 8 9 fiches", "Dossier 0 1 fiche"]
    assert len(shown) == 6
    (folded,) = root.xpath("//details[.//ul[@class='dossier-links']]")
    assert folded.findtext("summary/h3") == "3 autres sujets"
    assert len(folded.xpath(".//li")) == 3
