"""No way of Wagtail's own screens sends to a person without the last look at the very mail (ADR 39)."""

from html import unescape

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, WorkflowTask

from clairdroit.questions import actions, editors
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.editors.answers.viewsets import ProposedAnswerViewSet
from clairdroit.questions.enums import MailKind, QuestionOrigin
from clairdroit.questions.models import ProposedAnswer, QuestionMail, Telling
from tests.questions.factories import (
    AssignmentFactory,
    ProposedAnswerFactory,
    QuestionFactory,
    UserFactory,
    proposed_answer,
)

pytestmark = pytest.mark.django_db
SNIPPET = "wagtailsnippets_clairdroit_questions_proposedanswer"


def edit_url(answer):
    return reverse(f"{SNIPPET}:edit", args=[answer.pk])


def confirm_url(answer):
    return reverse("clairdroit_questions_confirm", args=[answer.pk])


def mails(answer):
    return [each.email for each in QuestionMail.objects.filter(question=answer.question, kind=MailKind.ANSWER)]


def text_of(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def again(answer):
    return ProposedAnswer.objects.get(pk=answer.pk)


WAYS = [
    {"action-publish": "action-publish"},
    {"action-workflow-action": "true", "workflow-action-name": "approve"},
    {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": '{"comment": "Très bien."}',
    },
    {"action-submit": "action-submit"},
    {"comment": "Très bien.", "next": "/admin/"},
    {},
]


@pytest.mark.parametrize("data", WAYS)
@pytest.mark.parametrize("headers", [{}, {"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}])
def test_whatever_is_posted_to_any_of_wagtail_s_screens_of_an_answer_nothing_leaves(client, editor, data, headers):
    answer = proposed_answer()
    task, revision = TaskState.objects.get(), answer.latest_revision
    known = {
        "pk": answer.pk,
        "revision_id": revision.pk,
        "revision_id_a": revision.pk,
        "revision_id_b": revision.pk,
        "action_name": "approve",
        "task_state_id": task.pk,
        "task_id": task.task_id,
        "workflow_state_id": task.workflow_state_id,
    }
    asked = 0
    for route in ProposedAnswerViewSet().get_urlpatterns():
        names = list(route.pattern.regex.groupindex)
        url = reverse(f"{SNIPPET}:{route.name}", args=[known[name] for name in names])
        client.post(url, {"text": "Texte relu.", **data}, headers=headers)
        asked += 1
        assert mails(answer) == [], route.name
        assert not again(answer).live, route.name
    assert asked > 15


def test_the_editor_s_buttons_say_that_they_lead_to_the_mail(client, editor):
    page = text_of(client.get(edit_url(proposed_answer())))
    assert page.count("Voir l’e-mail, puis envoyer") == 1
    for sending in ("Publier", "Approuver", "Publish", "Approve"):
        assert f">{sending}" not in page
        assert f"</svg>{sending}" not in page
    unsubmitted = editors.save_own(question=QuestionFactory(), user=editor, text="Voici.")
    page = text_of(client.get(edit_url(unsubmitted)))
    assert "Voir l’e-mail, puis envoyer" in page
    assert ">Publier" not in page


def test_what_was_typed_there_is_kept_shown_and_sent_once(client, editor):
    answer = proposed_answer("Avant.")
    data = {"text": "Texte relu.", "action-workflow-action": "true", "workflow-action-name": "approve"}
    response = client.post(edit_url(answer), data)
    assert response.url == confirm_url(answer)
    page = client.get(response.url)
    assert "Texte relu." in page.context["words"].text
    for _time in range(2):
        client.post(response.url, {"version": page.context["version"]})
    [mail] = mails(answer)
    assert "Texte relu." in mail.message


def test_a_former_version_put_back_is_looked_at_too(client, editor):
    answer = proposed_answer("Le premier texte.")
    first = answer.latest_revision
    editors.edit_proposal(answer=answer, user=editor, text="Le second texte.")
    url = reverse(f"{SNIPPET}:revisions_revert", args=[answer.pk, first.pk])
    response = client.post(url, {"text": "Le premier texte.", "action-publish": "action-publish"})
    assert response.url == confirm_url(answer)
    assert "Le premier texte." in client.get(response.url).context["words"].text
    assert not mails(answer)


def test_wagtail_s_window_is_told_where_to_go_on(client, editor):
    answer = proposed_answer()
    url = reverse(f"{SNIPPET}:workflow_action", args=[answer.pk, "approve", TaskState.objects.get().pk])
    told = client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"}).json()
    assert told == {"step": "success", "redirect": confirm_url(answer)}


class TestCorrections:
    """An answer that was sent, corrected in Wagtail's editor: another mail, looked at as the first one was."""

    def corrected(self, client, editor, text="Allez au CCAS le mardi.", **question):
        asked = AssignmentFactory(question=QuestionFactory(assigned=True, **question))
        answer = proposed_answer("Allez au CCAS.", asked)
        actions.send_answer(answer=answer, user=editor)
        return answer, client.post(edit_url(answer), {"text": text, "action-publish": "action-publish"})

    def test_it_is_shown_and_then_sent(self, client, editor):
        answer, response = self.corrected(client, editor)
        assert len(mails(answer)) == 1
        page = client.get(response.url)
        assert "Allez au CCAS le mardi." in page.context["words"].text
        assert "c’est un autre e-mail, avec le texte corrigé" in text_of(page)
        client.post(response.url, {"version": "0"})
        assert len(mails(answer)) == 1
        for _time in range(2):
            client.post(response.url, {"version": page.context["version"]})
        assert [" le mardi" in mail.message for mail in mails(answer)] == [False, True]
        assert "a été envoyée le" in text_of(client.get(response.url))

    def test_the_same_words_are_not_sent_again(self, client, editor):
        answer, response = self.corrected(client, editor, text="Allez au CCAS.")
        assert "a été envoyée le" in text_of(client.get(response.url))
        client.post(response.url, {"version": version_of(again(answer))})
        assert len(mails(answer)) == 1

    def test_of_what_waits_to_be_told_the_corrected_text_takes_the_place(self, client, editor):
        answer, response = self.corrected(client, editor, email="", origin=QuestionOrigin.PHONE)
        page = client.get(response.url)
        assert "remplace celui qui attend d’être dit" in text_of(page)
        client.post(response.url, {"version": page.context["version"]})
        assert Telling.objects.get(answer=answer).revision_id == latest(again(answer)).latest_revision_id


class TestOtherReviewers:
    """A host project's own workflow: reviewers who handle no questions, and more than one step."""

    @pytest.fixture
    def jurists(self):
        group = Group.objects.create(name="Juristes")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        group.permissions.add(Permission.objects.get(codename="change_proposedanswer"))
        group.permissions.add(Permission.objects.get(codename="publish_proposedanswer"))
        return group

    def steps(self, *groups):
        UserFactory(moderator=True)
        workflow = ProposedAnswerFactory().get_workflow()
        WorkflowTask.objects.filter(workflow=workflow).delete()
        for order, group in enumerate(groups):
            task = GroupApprovalTask.objects.create(name=f"Étape {order + 1}")
            task.groups.add(group)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)

    def test_who_may_approve_looks_and_sends(self, client, jurists):
        self.steps(jurists)
        user = UserFactory()
        user.groups.add(jurists)
        client.force_login(user)
        answer = proposed_answer()
        data = {"text": "Relu.", "action-workflow-action": "true", "workflow-action-name": "approve"}
        response = client.post(edit_url(answer), data)
        page = client.get(response.url)
        assert "Relu." in page.context["words"].text
        assert reverse("questions_modeladmin_inspect", args=[answer.question_id]) not in text_of(page)
        sent = client.post(response.url, {"version": page.context["version"]})
        assert sent.url == reverse("wagtailadmin_home")
        assert len(mails(answer)) == 1

    def test_who_may_not_sees_no_mail(self, client):
        answer = proposed_answer()
        user = UserFactory()
        for name in ("access_admin", "change_proposedanswer"):
            user.user_permissions.add(Permission.objects.get(codename=name))
        client.force_login(user)
        assert client.get(confirm_url(answer)).status_code in (302, 403)
        client.post(confirm_url(answer), {"version": version_of(answer)})
        own = editors.save_own(question=QuestionFactory(), user=UserFactory(moderator=True), text="Voici.")
        user.user_permissions.add(Permission.objects.get(codename="publish_proposedanswer"))
        assert client.get(confirm_url(own)).status_code in (302, 403)
        assert not mails(answer)

    def test_a_step_before_the_last_hands_it_on(self, client, editor, jurists):
        self.steps(editor.groups.get(), jurists)
        answer = proposed_answer()
        data = {"text": "Relu.", "action-workflow-action": "true", "workflow-action-name": "approve"}
        assert client.post(edit_url(answer), data).url != confirm_url(answer)
        assert not mails(answer)
        assert again(answer).current_workflow_task.name == "Étape 2"

    def test_it_is_said_that_the_next_step_waits(self, client, editor, jurists):
        self.steps(editor.groups.get(), jurists)
        answer = proposed_answer()
        page = text_of(client.post(confirm_url(answer), {"version": version_of(answer)}, follow=True))
        assert "Étape 2" in page
        assert not mails(answer)
