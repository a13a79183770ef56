"""The main road, from the form to the answer in the citizen's hands, through the views that people use."""

import re

import pytest
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.public_forms import FormToken
from clairdroit.questions import actions
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind, QuestionStatus
from clairdroit.questions.models import ProposedAnswer, Question, QuestionMail
from clairdroit.roles.actions import compose_roles
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory
from tests.questions.reading import read
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def link_in(mail, part):
    return re.search(r"https?://[^/\s]+(/" + part + r"/\S+)", mail.message).group(1)


def test_a_citizen_asks_a_partner_answers_an_editor_approves_and_the_citizen_reads(client, old_token):
    compose_roles()
    commune = CommuneFactory()
    partner = PartnerFactory(headings=["logement"], communes=[commune], team_email="adil@interne.invalid")
    editor = UserFactory(moderator=True)

    response = client.post(
        reverse("clairdroit_questions:ask"),
        {
            "heading": "logement",
            "text": "Je n’arrive plus à payer mon loyer.",
            "place": commune.label,
            "email": "nadia@citoyenne.invalid",
            "consent": "on",
            "token": old_token("question"),
        },
    )
    question = Question.objects.get()
    assert response.status_code == 302
    assert question.status == QuestionStatus.ASSIGNED
    asked = question.assignments.get()
    assert asked.partner == partner
    assert len(asked.reasons) == 2

    to_partner = QuestionMail.objects.get(kind=MailKind.ASSIGNMENT).email
    assert to_partner.to == ["adil@interne.invalid"]
    assert "nadia@citoyenne.invalid" not in to_partner.message + to_partner.html_message
    page = link_in(to_partner, "espace-partenaires")
    assert "payer mon loyer" in read(client, page).content.decode()
    client.post(page, {"text": "Appelez l’ADIL.", "note": "", "version": "0", "hand_in": "1"})
    asked.refresh_from_db()
    assert asked.status == AssignmentStatus.PROPOSED

    answer = ProposedAnswer.objects.get()
    actions.ask_for_changes(answer=answer, user=editor, comment="Ajoutez le numéro de téléphone.")
    asked.refresh_from_db()
    assert asked.status == AssignmentStatus.DRAFTING
    page = link_in(QuestionMail.objects.get(kind=MailKind.CHANGES).email, "espace-partenaires")
    shown = read(client, page).content.decode()
    assert "Ajoutez le numéro de téléphone." in shown
    assert "Appelez l’ADIL." in shown
    version = re.search(r'name="version" value="([^"]*)"', shown).group(1)
    client.post(page, {"text": "Appelez l’ADIL au 01 99 00 12 12.", "version": version, "hand_in": "1"})

    answer = ProposedAnswer.objects.get()
    actions.send_answer(answer=answer, user=editor)
    question.refresh_from_db()
    assert question.status == QuestionStatus.ANSWERED
    to_citizen = QuestionMail.objects.get(kind=MailKind.ANSWER).email
    assert to_citizen.to == ["nadia@citoyenne.invalid"]
    assert "01 99 00 12 12" in to_citizen.message
    follow = client.get(link_in(to_citizen, "ma-question")).content.decode()
    assert "01 99 00 12 12" in follow
    assert [event.kind for event in question.events.all()] == [
        EventKind.RECEIVED,
        EventKind.ASSIGNED,
        EventKind.SEEN,
        EventKind.DRAFTING,
        EventKind.PROPOSED,
        EventKind.CHANGES_ASKED,
        EventKind.VIEWED,
        EventKind.PROPOSED,
        EventKind.ANSWER_SENT,
        EventKind.ANSWERED,
    ]
    assert OutboxMail.objects.count() == 4
    assert not client.cookies


def test_two_copies_of_one_submission_make_one_question_and_one_acknowledgement(client, old_token):
    commune = CommuneFactory()
    data = {
        "heading": "logement",
        "text": "Je n’arrive plus à payer mon loyer.",
        "place": commune.label,
        "email": "nadia@citoyenne.invalid",
        "consent": "on",
        "token": old_token("question"),
    }
    first = client.post(reverse("clairdroit_questions:ask"), data)
    second = client.post(reverse("clairdroit_questions:ask"), data)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Question.objects.count() == 1
    assert OutboxMail.objects.count() == 1


def test_a_token_names_its_form_only():
    token = FormToken.issue("question")
    assert FormToken.read(token.raw, "question").form == "question"
