"""Of an answer, Wagtail's own tables hold no word: neither what is said about it nor what is typed for its preview."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.models import GroupApprovalTask, ModelLogEntry, Revision, TaskState, WorkflowState, WorkflowTask

from clairdroit.freshness.changes_asked import ANSWER_FIELD, asked_now
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.models import AnswerComment, ProposedAnswer
from clairdroit.roles.moderation import workflow_of
from tests.questions import whole_database
from tests.questions.factories import UserFactory, proposed_answer

pytestmark = pytest.mark.django_db

SNIPPET = "wagtailsnippets_clairdroit_questions_proposedanswer"
WORD = "coquelicot"
COMMENT = f"À revoir : {WORD}."


@pytest.fixture
def editor():
    return UserFactory(moderator=True, first_name="Marie", last_name="Petit")


@pytest.fixture
def answer():
    return proposed_answer("Prenez rendez-vous : jonquille.")


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


def url(name, *args):
    return reverse(f"{SNIPPET}:{name}", args=args)


def by_action(admin, editor, answer):
    actions.ask_for_changes(answer=answer, user=editor, comment=COMMENT)


def by_our_page(admin, editor, answer):
    page = reverse("clairdroit_questions_review", args=[answer.pk])
    form = {"decision": "corriger", "comment": COMMENT, "version": "1"}
    shown = admin.get(page).content.decode()
    form |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    assert admin.post(page, form | {"decision": "corriger", "comment": COMMENT}).status_code == 302


def by_the_modal(admin, editor, answer):
    address = url("workflow_action", answer.pk, "reject", TaskState.objects.get().pk)
    assert "comment" in admin.get(address).content.decode()
    assert admin.post(address, {"comment": COMMENT}, HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 200


def by_wagtails_editor(admin, editor, answer):
    """Its window collects the comment, and the form sends it along with the text."""
    address = url("collect_workflow_action_data", answer.pk, "reject", TaskState.objects.get().pk)
    collected = admin.post(address, {"comment": COMMENT}, HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()
    form = {
        "text": "Prenez rendez-vous : jonquille.",
        "action-workflow-action": "1",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": json.dumps(collected["cleaned_data"]),
    }
    assert admin.post(url("edit", answer.pk), form).status_code == 302


WAYS = [by_action, by_our_page, by_the_modal, by_wagtails_editor]


def shown(admin, address):
    return re.sub(r"\s+", " ", admin.get(address).content.decode())


@pytest.mark.parametrize("way", WAYS)
def test_a_comment_stands_in_our_own_row_alone(admin, editor, answer, way):
    way(admin, editor, answer)
    assert [TaskState.objects.get().status, TaskState.objects.get().comment] == ["rejected", ""]
    assert [comment.text for comment in AnswerComment.objects.all()] == [COMMENT]
    assert whole_database.holding(WORD) == set()
    sealed = {place for place, text in whole_database.opened() if WORD in text}
    assert not [place for place in sealed if place.startswith("wagtail")]
    entry = ModelLogEntry.objects.get(action="wagtail.workflow.reject")
    assert entry.data["comment"] == ""


@pytest.mark.parametrize("way", WAYS)
def test_the_partner_reads_it_in_its_mail_and_in_its_space(admin, editor, answer, way):
    way(admin, editor, answer)
    [mail] = [mail for mail in OutboxMail.objects.all() if WORD in mail.message]
    assert mail.to == [answer.assignment.partner.team_email]
    assert AssignmentForPartner(answer.assignment).editor_comment == COMMENT


@pytest.mark.parametrize("way", WAYS)
def test_editors_read_it_wherever_wagtail_shows_one(admin, editor, answer, way):
    way(admin, editor, answer)
    state = WorkflowState.objects.get()
    detail = shown(admin, url("workflow_history_detail", answer.pk, state.pk))
    # Beside the version, and in the timeline.
    assert detail.count(COMMENT) == 2
    assert COMMENT in shown(admin, url("history", answer.pk))
    user = team_user(answer.assignment.partner)
    actions.submit_proposal(assignment=answer.assignment, user=user, text="Mieux.")
    assert shown(admin, url("workflow_history_detail", answer.pk, state.pk)).count(COMMENT) == 2


@pytest.fixture
def two_steps(answer):
    """A town may let two people decide one after the other."""
    state = WorkflowState.objects.get()
    second = GroupApprovalTask.objects.create(name="Le chef")
    second.groups.set(state.current_task_state.task.specific.groups.all())
    WorkflowTask.objects.create(workflow=state.workflow, task=second, sort_order=1)


def test_a_comment_at_a_first_step_is_kept_and_told_in_the_window_of_wagtails_editor(admin, answer, two_steps):
    address = url("workflow_action", answer.pk, "approve", TaskState.objects.get().pk)
    admin.post(address, {"comment": COMMENT}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert AnswerComment.objects.get().text == COMMENT
    assert TaskState.objects.filter(status="in_progress").exists()
    assert COMMENT in shown(admin, url("edit", answer.pk))
    assert COMMENT in shown(admin, url("history", answer.pk))
    assert not TaskState.objects.exclude(comment="").exists()
    assert whole_database.holding(WORD) == set()


def test_whoever_handed_it_in_reads_it_on_the_first_page_of_the_admin(editor, answer):
    actions.ask_for_changes(answer=answer, user=editor, comment=COMMENT)
    assert asked_now(ProposedAnswer.objects.get(pk=answer.pk)).comment == COMMENT


def test_an_entry_of_the_log_says_it_and_those_of_other_things_stay_as_they_are(editor, answer):
    actions.ask_for_changes(answer=answer, user=editor, comment=COMMENT)
    entry = ModelLogEntry.objects.get(action="wagtail.workflow.reject")
    assert entry.comment == COMMENT
    assert entry.message
    partner = answer.assignment.partner
    partner.save_revision(user=editor)
    workflow_of(Partner).start(partner, editor)
    partner.current_workflow_task_state.reject(user=editor, comment="Le téléphone manque.")
    assert ModelLogEntry.objects.exclude(pk=entry.pk).get(action=entry.action).comment == "Le téléphone manque."


def test_a_history_of_many_decisions_asks_for_them_at_once(admin, editor, answer):
    user = team_user(answer.assignment.partner)
    counts = []
    for number in range(1, 5):
        actions.ask_for_changes(answer=ProposedAnswer.objects.get(), user=editor, comment=f"{COMMENT} ({number})")
        with CaptureQueriesContext(connection) as queries:
            history = shown(admin, url("history", answer.pk))
        assert [f"{COMMENT} ({each})" in history for each in range(1, 5)] == [each <= number for each in range(1, 5)]
        counts.append(len(queries))
        actions.submit_proposal(assignment=answer.assignment, user=user, text=f"Mieux ({number}).")
    # The first also fills caches of content types.
    assert len(set(counts[1:])) == 1
    assert sum("answercomment" in query["sql"] for query in queries) == 1


def test_the_history_of_the_site_asks_for_none(admin, editor, answer):
    user = team_user(answer.assignment.partner)
    for number in range(3):
        actions.ask_for_changes(answer=ProposedAnswer.objects.get(), user=editor, comment=COMMENT)
        actions.submit_proposal(assignment=answer.assignment, user=user, text=f"Mieux ({number}).")
    with CaptureQueriesContext(connection) as queries:
        assert f"/proposedanswer/edit/{answer.pk}/" in shown(admin, reverse("wagtailadmin_reports:site_history"))
    assert not [query for query in queries if "answercomment" in query["sql"]]


def test_a_decision_past_the_answer_is_told_too(admin, editor, answer):
    """By a host project's own code, which leaves the word in Wagtail's row."""
    state = TaskState.objects.get()
    state.reject(user=editor, comment="")
    TaskState.objects.filter(pk=state.pk).update(comment="Trop long.")
    assert "Trop long." in shown(admin, url("history", answer.pk))


def test_a_decision_without_a_word_has_no_row(editor, answer, two_steps):
    ProposedAnswer.objects.get(pk=answer.pk).current_workflow_task.on_action(TaskState.objects.get(), editor, "approve")
    assert not AnswerComment.objects.exists()
    assert ModelLogEntry.objects.get(action="wagtail.workflow.approve").comment == ""


def test_nothing_is_kept_of_a_decision_that_is_refused(editor, answer):
    task = ProposedAnswer.objects.get(pk=answer.pk).current_workflow_task
    state = TaskState.objects.get()
    actions.ask_for_changes(answer=answer, user=editor, comment="Plus court.")
    state.refresh_from_db()
    with pytest.raises(PermissionDenied):
        task.on_action(state, editor, "reject")
    AnswerComment.objects.all().delete()
    with pytest.raises(PermissionDenied):
        task.on_action(state, editor, "reject", comment=COMMENT)
    assert not AnswerComment.objects.exists()


def test_a_word_to_the_reviewer_is_no_field_of_an_answer(admin, editor, answer):
    """Of pages and partner records Wagtail's log holds it."""
    actions.ask_for_changes(answer=answer, user=editor, comment=COMMENT)
    own = ProposedAnswer.objects.create(question=answer.question, author=editor, text="Le mien.", live=False)
    own.save_revision(user=editor)
    form = {"text": "Le mien.", "action-submit": "1", ANSWER_FIELD: f"Voici : {WORD}."}
    assert admin.post(url("edit", own.pk), form).status_code == 302
    assert whole_database.holding(WORD) == set()


def test_it_goes_with_the_answer_and_with_the_question(editor, answer):
    actions.ask_for_changes(answer=answer, user=editor, comment=COMMENT)
    actions.erase(question=answer.question)
    assert not AnswerComment.objects.exists()


class TestPreview:
    TYPED = "Aperçu : pivoine."

    def test_the_page_comes_back_with_what_was_typed_and_nothing_is_stored(self, admin, answer):
        before = whole_database.sealed_values()
        sent = admin.post(url("preview_on_edit", answer.pk), {"text": self.TYPED}).json()
        assert (sent["is_valid"], sent["is_available"]) == (True, True)
        assert self.TYPED in sent["page"]
        assert answer.question.text in sent["page"]
        assert not FormState.objects.exists()
        assert whole_database.holding("pivoine") == set()
        assert whole_database.sealed_values() == before
        assert "pivoine" not in str(dict(admin.session))

    def test_whoever_moves_in_it_has_read_it(self, admin, answer):
        sent = admin.post(url("preview_on_edit", answer.pk), {"text": self.TYPED}).json()
        signed = re.search(r'name="seen" value="([^"]+)"', sent["page"])[1]
        assert admin.post(reverse("clairdroit_questions_note_readings"), {"seen": signed}).status_code == 204
        assert answer.question.events.filter(kind="viewed", place="preview").exists()

    def test_in_a_tab_of_its_own_it_is_the_page_itself(self, admin, answer):
        page = admin.post(url("preview_on_edit", answer.pk) + "?onglet=1", {"text": self.TYPED})
        assert self.TYPED in page.content.decode()
        assert "private" in page["Cache-Control"]
        assert not FormState.objects.exists()

    def test_asked_for_without_words_there_is_none(self, admin, answer):
        admin.post(url("preview_on_edit", answer.pk), {"text": self.TYPED})
        page = admin.get(url("preview_on_edit", answer.pk))
        assert page.status_code == 200
        assert "pivoine" not in page.content.decode()
        assert admin.delete(url("preview_on_edit", answer.pk)).json() == {"success": True}

    def test_there_is_none_of_one_that_no_action_made(self, client):
        client.force_login(UserFactory(is_superuser=True))
        assert client.post(url("preview_on_add"), {"text": self.TYPED}).status_code == 302
        assert not FormState.objects.exists()
        assert whole_database.holding("pivoine") == set()

    def test_nobody_sees_one_who_may_not_change_the_answer(self, client, answer):
        client.force_login(UserFactory(is_superuser=False))
        assert client.post(url("preview_on_edit", answer.pk), {"text": self.TYPED}).status_code in (302, 403)


def test_versions_a_date_to_publish_on_and_comparing_leave_no_word(admin, answer):
    """Wagtail's revisions hold what our fields serialise."""
    form = {"text": "Plus tard : glaieul.", "go_live_at": "2090-01-01 10:00", "action-save": "1"}
    admin.post(url("edit", answer.pk), form)
    first, *_others, last = Revision.objects.for_instance(answer).order_by("pk")
    assert last.as_object().text == "Plus tard : glaieul."
    assert "glaieul" in shown(admin, url("revisions_compare", answer.pk, first.pk, last.pk))
    assert "jonquille" in shown(admin, url("revisions_revert", answer.pk, first.pk))
    assert whole_database.holding("glaieul", "jonquille") == set()
