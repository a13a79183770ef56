"""A button that changes nothing does not say that something was saved, asked or sent."""

from html import unescape

import pytest
from django.urls import reverse

from clairdroit.questions import actions, editors
from clairdroit.questions.drafts import version_of
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.models import ProposedAnswer, QuestionMail
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import QuestionFactory, proposed_answer

pytestmark = pytest.mark.django_db


def said(client, url, data):
    response = client.post(url, data, follow=True)
    return [unescape(str(message)).replace("\xa0", " ").strip() for message in response.context["messages"]]


def act(client, question, action, **data):
    return said(client, reverse("clairdroit_questions_act", args=[question.pk, action]), data)


def test_a_correction_without_a_correction(client, editor):
    answer = proposed_answer("Allez au CCAS.")
    url = reverse("clairdroit_questions_review", args=[answer.pk])
    data = {"text": "Allez au CCAS.", "version": version_of(answer), "decision": "enregistrer"}
    assert said(client, url, data) == ["Rien n’a été modifié, et rien n’a été envoyé."]
    assert said(client, url, {**data, "text": "Allez au CCAS mardi."}) == [
        "Votre correction est enregistrée. Rien n’a été envoyé."
    ]


def test_a_draft_of_nothing(client, editor):
    question = QuestionFactory()
    url = reverse("clairdroit_questions_answer_oneself", args=[question.pk])
    assert said(client, url, {"text": "  ", "keep": "1"}) == ["Il n’y a encore rien à garder : écrivez votre réponse."]
    assert not ProposedAnswer.objects.exists()


def test_a_routing_that_finds_nobody(client, editor):
    question = QuestionFactory()
    [told] = act(client, question, "router")
    assert told.startswith("Aucun partenaire n’a pu être sollicité")
    assert question.events.filter(kind=EventKind.NO_CANDIDATE).exists()
    PartnerFactory(headings=[question.heading], communes=[question.commune], team_email="equipe@p.invalid")
    [told] = act(client, question, "router")
    assert "Aucun" not in told


def test_the_same_answer_to_others_of_whom_none_waits(client, editor):
    question, other = QuestionFactory(), QuestionFactory(email="zelie@ailleurs.invalid")
    editors.link_questions(question=question, other=other, user=editor)
    answer = actions.answer_directly(question=question, user=editor, text="Allez au CCAS.")
    actions.close(question=other, user=editor)
    [told] = act(client, question, "repondre-a-tous", answer=answer.pk, text="Allez au CCAS.")
    assert told.startswith("Rien n’a été envoyé")
    assert not QuestionMail.objects.filter(question=other, kind=MailKind.ANSWER).exists()
