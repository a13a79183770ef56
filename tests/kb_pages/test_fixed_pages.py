"""Home page, headings and indexes stay: their words are the town's, their place is not."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page, WorkflowPage

from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.models import HeadingPage
from clairdroit.roles import Role

from .factories import HomePageFactory, TopicPageFactory


@pytest.fixture
def coordination(client, member_of):
    user = member_of(Role.COORDINATION)
    client.force_login(user)
    return user


@pytest.fixture
def fixed(roles):
    return [roles.home, roles.headings["logement"], roles.news_index, roles.event_index]


def test_coordination_may_publish_and_hide_but_not_double_move_or_remove_them(coordination, fixed):
    for page in fixed:
        rights = page.permissions_for_user(coordination)
        assert rights.can_edit(), page
        assert rights.can_publish(), page
        assert rights.can_unpublish(), page
        assert not rights.can_copy(), page
        assert not rights.can_move(), page
        assert not rights.can_delete(), page


def test_a_topic_can_still_be_copied_moved_and_deleted(coordination, roles):
    rights = TopicPageFactory(parent=roles.headings["sante"]).permissions_for_user(coordination)
    assert rights.can_copy()
    assert rights.can_move_to(roles.headings["logement"])
    assert rights.can_delete()


def test_a_heading_cannot_be_copied_where_one_is_missing(client, coordination, roles):
    roles.headings["seniors"].delete()
    copied = {"new_title": "Encore", "new_slug": "encore", "new_parent_page": roles.home.pk, "copy_subpages": ""}
    for alias in ("", "on"):
        client.post(reverse("wagtailadmin_pages:copy", args=[roles.headings["logement"].pk]), copied | {"alias": alias})
    assert HeadingPage.objects.filter(key="logement").count() == 1


def test_a_heading_cannot_be_moved_to_another_towns_home_page(client, coordination, roles):
    other = HomePageFactory()
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[roles.headings["logement"].pk, other.pk]))
    assert Page.objects.get(pk=roles.headings["logement"].pk).get_parent().pk == roles.home.pk


def test_a_heading_cannot_be_deleted_alone_or_in_bulk(client, coordination, roles):
    heading = roles.headings["logement"]
    client.post(reverse("wagtailadmin_pages:delete", args=[heading.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={heading.pk}&next=/admin/")
    assert HeadingPage.objects.filter(pk=heading.pk).exists()


def test_topics_can_be_deleted_in_bulk(client, coordination, roles):
    topic = TopicPageFactory(parent=roles.headings["sante"])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={topic.pk}&next=/admin/")
    assert not Page.objects.filter(pk=topic.pk).exists()


def test_headings_can_be_put_in_another_order(client, coordination, roles):
    last = roles.headings["precarite"]
    answer = client.post(reverse("wagtailadmin_pages:set_page_position", args=[last.pk]) + "?position=0")
    assert answer.status_code == 200
    assert roles.home.get_children().first().pk == last.pk


def test_a_superuser_may_mend_the_tree(admin_user, fixed):
    for page in fixed:
        assert page.permissions_for_user(admin_user).can_copy(), page
        assert page.permissions_for_user(admin_user).can_delete(), page


def test_a_heading_made_again_has_its_editors_and_its_moderation(roles, member_of):
    roles.headings["seniors"].delete()
    again = roles.home.add_child(instance=HeadingPage(title="Bien vieillir", key="seniors", slug="vieillir"))
    editor, other = member_of(role_names.editors_of("seniors")), member_of(role_names.editors_of("sante"))
    assert again.get_workflow() is not None
    assert again.permissions_for_user(editor).can_edit()
    assert not again.permissions_for_user(editor).can_publish()
    assert not again.permissions_for_user(other).can_edit()


def test_a_translated_tree_is_as_open_and_as_moderated_as_the_first(roles, member_of):
    english = Locale.objects.create(language_code="en")
    home = roles.home.copy_for_translation(english)
    heading = roles.headings["logement"].copy_for_translation(english)
    news = roles.news_index.copy_for_translation(english)
    editor, moderator = member_of(role_names.editors_of("logement")), member_of(Role.MODERATORS)
    for page in (type(page).objects.get(pk=page.pk) for page in (home, heading, news)):
        assert page.get_workflow() == roles.home.get_workflow(), page
        assert page.permissions_for_user(moderator).can_publish(), page
    assert heading.permissions_for_user(editor).can_edit()
    assert news.permissions_for_user(editor).can_add_subpage()
    assert not home.permissions_for_user(editor).can_edit()
    # The headings inherit it from their home page.
    assert not WorkflowPage.objects.filter(page_id=heading.pk).exists()


def test_a_site_that_is_not_set_up_yet_gives_no_rights(tree):
    assert not WorkflowPage.objects.filter(page_id=tree.home.pk).exists()
    assert not GroupPagePermission.objects.filter(page_id__in=[page.pk for page in tree.headings.values()]).exists()
