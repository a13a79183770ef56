"""Where a text comes from does not travel with its copy: it has never been verified, answered or published."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from clairdroit.freshness.actions import mark_verified
from clairdroit.freshness.board import items_for, verifiable_models
from clairdroit.kb_pages.models import ArticlePage
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, site_tree

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 3, 1)
MOMENT = datetime.datetime(2024, 3, 1, 9, tzinfo=datetime.UTC)
LATER = timezone.now() + datetime.timedelta(days=30)

# What becomes of each field that says where an article comes from. "empty", "kept", "now", or "whoever": the person
# who made the copy.
COPY = {
    "verified_at": "empty",
    "verified_by": "empty",
    "verified_by_user": "empty",
    "answered_on": "empty",
    "first_published_at": "empty",
    "last_published_at": "empty",
    "go_live_at": "empty",
    "expire_at": "empty",
    "locked_at": "empty",
    "locked_by": "empty",
    "owner": "whoever",
}
COPY_PUBLISHED = COPY | {"first_published_at": "now", "last_published_at": "now"}
TRANSLATION = COPY | dict.fromkeys(["verified_at", "verified_by", "verified_by_user", "answered_on", "owner"], "kept")
# The same text at another place.
ALIAS = dict.fromkeys(COPY, "kept") | {"owner": "whoever"}
ALIAS_ELSEWHERE = dict.fromkeys(COPY, "kept")
CONVERTED = COPY_PUBLISHED
# Of every copy its own, by Wagtail: its revisions are its own.
BY_WAGTAIL = {"latest_revision_created_at"}
# Content.
TYPED = {"date", "start", "end"}


@pytest.fixture
def people():
    create = get_user_model().objects.create_superuser
    return {name: create(name, f"{name}@essai.invalid", "x") for name in ("author", "copier")}


@pytest.fixture
def topic(tree):
    return TopicPageFactory(parent=tree.headings["logement"])


@pytest.fixture
def tree(db):
    Locale.objects.get_or_create(language_code="en")
    return site_tree()


@pytest.fixture
def original(topic, people):
    """Published, verified, from a question, with a draft after it."""
    page = ArticlePageFactory(parent=topic, title="Payer son loyer", slug="payer", owner=people["author"])
    page.save_revision(user=people["author"]).publish()
    ArticlePage.objects.filter(pk=page.pk).update(
        verified_at=DAY,
        verified_by="l’ADIL",
        verified_by_user=people["author"],
        answered_on=DAY,
        owner=people["author"],
        first_published_at=MOMENT,
        last_published_at=MOMENT,
        expire_at=LATER,
        locked=True,
        locked_at=MOMENT,
        locked_by=people["author"],
    )
    page = ArticlePage.objects.get(pk=page.pk)
    page.save_revision(user=people["author"])
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def copier(client, people):
    client.force_login(people["copier"])
    return client


def by_the_screen(client, page, **ticked):
    sent = {"new_title": "Une copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk} | ticked
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)
    assert answer.status_code == 302
    return Page.objects.get(slug="copie").specific


def check(original, copy, expected, people):
    """Row and latest revision alike: what is published next is what the revision says."""
    versions = [copy] if copy.latest_revision is None else [copy, copy.get_latest_revision_as_object()]
    for version in versions:
        for name, what in expected.items():
            value = getattr(version, name)
            if what == "empty":
                assert not value, name
            elif what == "kept":
                assert value == getattr(original, name), name
            elif what == "whoever":
                assert value == people["copier"], name
            elif version is copy or name != "last_published_at":  # which Wagtail writes into the row alone
                assert timezone.now() - value < datetime.timedelta(hours=1), name


def test_a_copy(copier, original, people):
    copy = by_the_screen(copier, original)
    check(original, copy, COPY, people)
    assert not copy.live
    assert not copy.locked


def test_a_copy_that_is_published_at_once(copier, original, people):
    check(original, by_the_screen(copier, original, publish_copies="on"), COPY_PUBLISHED, people)


def test_a_copy_that_is_published_later_has_its_own_first_day(copier, original, people):
    copy = by_the_screen(copier, original)
    copy.get_latest_revision().publish()
    copy.refresh_from_db()
    check(original, copy, COPY_PUBLISHED, people)


def test_articles_copied_with_their_topic(copier, original, people):
    sent = {"new_title": "Un autre sujet", "copy_subpages": "on", "new_slug": "copie"}
    topic = by_the_screen(copier, original.get_parent(), **sent)
    check(original, topic.get_children().get().specific, COPY, people)


def test_an_older_version_of_the_copy_brings_nothing_back(copier, original, people):
    copy = by_the_screen(copier, original)
    oldest = copy.revisions.order_by("pk").first().as_object()
    check(original, oldest, {name: what for name, what in COPY.items() if what != "kept"}, people)


def test_a_copy_made_by_a_program_belongs_to_nobody(original, people):
    copy = original.copy(update_attrs={"slug": "copie"}, keep_live=False)
    check(original, ArticlePage.objects.get(pk=copy.pk), COPY | {"owner": "empty"}, people)


@pytest.mark.parametrize("way", ["Wagtail", "wagtail-localize"])
def test_a_translation_is_the_same_text_with_a_first_day_of_its_own(original, people, way):
    english = Locale.objects.get(language_code="en")
    if way == "Wagtail":
        made = original.copy_for_translation(english, copy_parents=True)
    else:
        source, _ = TranslationSource.update_or_create_from_instance(original)
        Translation.objects.create(source=source, target_locale=english).save_target(publish=False)
        made = original.get_translation(english)
    check(original, ArticlePage.objects.get(pk=made.pk), TRANSLATION, people)


def test_an_alias_is_the_same_text(copier, original, people):
    check(original, by_the_screen(copier, original, alias="on"), ALIAS, people)


def test_an_alias_in_another_language_is_the_same_text(original, people):
    alias = original.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    check(original, ArticlePage.objects.get(pk=alias.pk), ALIAS_ELSEWHERE, people)


def test_an_alias_that_becomes_a_page_begins_anew(copier, original, people):
    alias = by_the_screen(copier, original, alias="on")
    copier.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    alias = ArticlePage.objects.get(pk=alias.pk)
    assert alias.alias_of is None
    check(original, alias, CONVERTED | {"locked_at": "kept", "locked_by": "kept"}, people)


def test_an_alias_in_another_language_becomes_a_translation(copier, original, people):
    alias = original.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    ArticlePage.objects.filter(pk=alias.pk).update(locked=False)
    copier.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    kept = ["verified_at", "verified_by", "answered_on"]
    check(original, ArticlePage.objects.get(pk=alias.pk), dict.fromkeys(kept, "kept"), people)


def test_an_alias_is_confirmed_with_its_page_and_stands_once_on_the_board(copier, original, people):
    alias = by_the_screen(copier, original, alias="on")
    assert [page.pk for page in items_for(people["copier"], ArticlePage)] == [original.pk]
    for page in (original, alias):
        ArticlePage.objects.update(verified_at=None)
        mark_verified(page, user=people["copier"], on=DAY)
        assert set(ArticlePage.objects.values_list("verified_at", flat=True)) == {DAY}


def test_each_field_that_says_where_a_page_comes_from_is_decided_on():
    """A new date or account of any page stands in the tables above, or among what is typed."""
    found = {
        field.name
        for model in [*verifiable_models(), *Page.__subclasses__()]
        if issubclass(model, Page)
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField) or (field.many_to_one and field.related_model is get_user_model())
    }
    assert found - TYPED - BY_WAGTAIL <= set(COPY)
