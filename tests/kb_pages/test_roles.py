"""An editor drafts under one heading; what is published goes through a moderator."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.actions import PlaceError, draft_article
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.roles import Role

from .factories import ArticlePageFactory, EventPageFactory, NewsPageFactory, TopicPageFactory

EDITORS = role_names.editors_of("logement")


@pytest.fixture
def editor(member_of):
    return member_of(EDITORS)


@pytest.fixture
def article(roles):
    topic = TopicPageFactory(parent=roles.headings["logement"])
    return ArticlePageFactory(parent=topic)


@pytest.fixture
def other_article(roles):
    topic = TopicPageFactory(parent=roles.headings["sante"])
    return ArticlePageFactory(parent=topic)


def test_an_editor_may_edit_but_not_publish_under_their_heading(editor, article):
    rights = article.permissions_for_user(editor)
    assert rights.can_edit()
    assert rights.can_submit_for_moderation()
    assert not rights.can_publish()
    assert not rights.can_unpublish()
    assert not rights.can_delete()


def test_an_editor_may_not_edit_under_another_heading(editor, other_article):
    rights = other_article.permissions_for_user(editor)
    assert not rights.can_edit()
    assert not rights.can_publish()
    assert not other_article.get_parent().permissions_for_user(editor).can_add_subpage()


def test_the_edit_page_of_another_heading_turns_an_editor_away(client, editor, article, other_article):
    client.force_login(editor)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 200
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[other_article.pk]))
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


def test_an_editor_may_propose_news_and_events_but_not_change_those_of_others(roles, editor):
    assert roles.news_index.permissions_for_user(editor).can_add_subpage()
    assert roles.event_index.permissions_for_user(editor).can_add_subpage()
    own = NewsPageFactory(parent=roles.news_index, owner=editor, live=False)
    others = EventPageFactory(parent=roles.event_index)
    assert own.permissions_for_user(editor).can_edit()
    assert not own.permissions_for_user(editor).can_publish()
    assert not others.permissions_for_user(editor).can_edit()


def test_an_editor_may_not_touch_the_home_page(roles, editor):
    assert not roles.home.permissions_for_user(editor).can_edit()
    assert not roles.home.permissions_for_user(editor).can_add_subpage()


@pytest.mark.parametrize("name", [Role.MODERATORS, Role.COORDINATION])
def test_moderators_and_coordination_may_publish_everywhere(member_of, article, other_article, name):
    user = member_of(name)
    assert article.permissions_for_user(user).can_publish()
    assert other_article.permissions_for_user(user).can_publish()


def test_a_professional_has_no_business_in_the_admin(client, member_of, article):
    user = member_of(Role.PROFESSIONALS)
    assert not article.permissions_for_user(user).can_edit()
    assert not user.has_perm("wagtailadmin.access_admin")


def test_coordination_may_change_the_identity_of_the_site_and_moderators_may_not(member_of):
    permission = "clairdroit_kb_pages.change_siteidentity"
    assert member_of(Role.COORDINATION).has_perm(permission)
    assert not member_of(Role.MODERATORS).has_perm(permission)


def test_an_editors_draft_is_published_when_a_moderator_approves(editor, member_of, article):
    moderator = member_of(Role.MODERATORS)
    article.summary = "Un résumé plus clair."
    article.save_revision(user=editor)
    state = article.get_workflow().start(article, editor)
    task_state = state.current_task_state.specific
    assert task_state.task.specific.get_actions(article, editor) == []
    assert "approve" in {action for action, _, _ in task_state.task.specific.get_actions(article, moderator)}
    task_state.approve(user=moderator)
    assert WorkflowState.objects.get(pk=state.pk).status == WorkflowState.STATUS_APPROVED
    assert ArticlePage.objects.get(pk=article.pk).summary == "Un résumé plus clair."


def test_an_answer_becomes_a_draft_in_its_heading(editor, article):
    topic = article.get_parent().specific
    page = draft_article(
        topic=topic,
        title="Une question fréquente",
        summary="La réponse en une phrase.",
        body=[{"type": "paragraph", "value": "<p>La réponse.</p>"}],
        user=editor,
    )
    assert not page.live
    assert page.latest_revision.as_object().body[0].block_type == "paragraph"
    assert page.heading_key == "logement"


def test_a_draft_under_another_heading_is_refused(editor, other_article):
    with pytest.raises(PlaceError):
        draft_article(topic=other_article.get_parent().specific, title="x", summary="y", body=[], user=editor)
    assert ArticlePage.objects.count() == 1


@pytest.mark.parametrize(
    "permission", ["clairdroit_questions.handle_question", "clairdroit_partners_snippets.view_privatecontact"]
)
def test_questions_and_private_contacts_are_for_moderators_not_for_editors(member_of, permission):
    assert member_of(Role.MODERATORS).has_perm(permission)
    assert member_of(Role.COORDINATION).has_perm(permission)
    assert not member_of(EDITORS).has_perm(permission)


def test_private_contacts_are_open_to_professionals_who_handle_no_question(member_of):
    professional = member_of(Role.PROFESSIONALS)
    assert professional.has_perm("clairdroit_partners_snippets.view_privatecontact")
    assert not professional.has_perm("clairdroit_questions.handle_question")
