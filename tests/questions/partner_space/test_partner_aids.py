"""Beside a draft: pages to cite and remarks on its words, made anew while it is typed. Nothing is kept of it."""

import pytest
from django.urls import reverse

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, links, related
from clairdroit.questions.models import Event, ProposedAnswer
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory

pytestmark = pytest.mark.django_db
AIDS = ["suggestions", "partner_reread"]


@pytest.fixture
def asked():
    return AssignmentFactory()


@pytest.fixture(autouse=True)
def finder(only_registered):
    def find(text, commune, heading, limit):
        title = "Caution" if "caution" in text else "Loyer"
        return [related.RelatedHelp(title, "fiche", "Fiche", title, "/fiche/", "/fiche/?ici", "", "")]

    only_registered(related.finders, find)


def url(name, assignment, token=None):
    token = token or links.partner_token(assignment.partner)
    return reverse(f"clairdroit_questions:{name}", args=[token, assignment.question.uuid])


def test_pages_are_found_by_the_question_and_by_what_is_typed(client, asked):
    assert "Loyer" in client.post(url("suggestions", asked), {"text": ""}).content.decode()
    page = client.post(url("suggestions", asked), {"text": "Votre caution."}).content.decode()
    assert "Caution" in page
    assert "/fiche/?ici" not in page, "an address to cite holds no commune"


def test_remarks_are_shown_with_the_page_and_by_themselves(client, asked):
    report = client.post(url("partner_reread", asked), {"text": "Venez, le cas \x00échéant. <b>"}).content.decode()
    assert "<mark>le cas échéant</mark>" in report
    assert "<b>" not in report
    actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Venez, le cas échéant.")
    assert "<mark>le cas échéant</mark>" in client.get(url("assignment", asked)).content.decode()


def test_of_an_answer_in_another_language_nothing_is_said(client):
    asked = AssignmentFactory(question__language="en")
    assert not client.post(url("partner_reread", asked), {"text": "Come, le cas échéant."}).content.strip()


def test_remarks_hinder_nobody_from_handing_in(client, asked):
    client.post(url("assignment", asked), {"text": "Venez, nonobstant la pluie.", "version": "0", "hand_in": "1"})
    assert ProposedAnswer.objects.get().current_workflow_task_state is not None


@pytest.mark.parametrize("name", AIDS)
class TestWho:
    def test_another_partner_and_a_broken_link_get_nothing(self, client, asked, name):
        stranger = links.partner_token(PartnerFactory())
        assert client.post(url(name, asked, stranger), {"text": "x"}).status_code == 404
        assert client.post(url(name, asked, "faux"), {"text": "x"}).status_code == 403
        assert client.get(url(name, asked)).status_code == 405

    def test_what_waits_no_more_gets_nothing(self, client, asked, name):
        actions.submit_proposal(assignment=asked, user=team_user(asked.partner), text="Allez au CCAS.")
        assert client.post(url(name, asked), {"text": "x"}).status_code == 404

    def test_nothing_of_it_is_kept(self, client, asked, name):
        client.post(url(name, asked), {"text": "Secret."})
        assert not ProposedAnswer.objects.exists()
        assert not Event.objects.exists()
