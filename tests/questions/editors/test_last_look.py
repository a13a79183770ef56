"""What leaves is what was looked at: neither a page that says no version nor one of before sends anything."""

import pytest
from django.urls import reverse

from clairdroit.questions import editors
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.enums import MailKind
from clairdroit.questions.models import ProposedAnswer, QuestionMail
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db
UNFINISHED = "Attendez : je vérifie encore ce délai."


@pytest.fixture(params=["of a partner", "own"])
def answer(request, editor):
    if request.param == "own":
        return editors.save_own(question=QuestionFactory(), user=editor, text="Prenez rendez-vous.")
    return of_partner()


def of_partner():
    asked = AssignmentFactory(question=QuestionFactory(assigned=True))
    return proposed_answer("Écrivez au bailleur.", assignment=asked)


def press(client, answer, **values):
    return client.post(reverse("clairdroit_questions_confirm", args=[answer.pk]), values)


def correct(answer, user):
    """A colleague begins a correction, in Wagtail's own editor."""
    draft = latest(ProposedAnswer.objects.get(pk=answer.pk))
    draft.text = UNFINISHED
    draft.save_revision(user=user)


def sent(answer):
    return QuestionMail.objects.filter(question=answer.question, kind=MailKind.ANSWER)


@pytest.mark.parametrize("values", [{}, {"version": ""}, {"version": "0"}, {"version": "1-1"}])
def test_nothing_leaves_by_a_page_that_showed_no_version(client, answer, values):
    response = press(client, answer, **values)
    assert "version" in response.context
    assert not sent(answer).exists()


def test_pressed_twice_it_leaves_once(client, answer):
    version = version_of(answer)
    for _time in range(2):
        assert press(client, answer, version=version).status_code == 302
    assert sent(answer).count() == 1


def test_a_page_of_before_does_not_send_what_a_colleague_is_correcting(client, answer):
    version = version_of(answer)
    press(client, answer, version=version)
    correct(answer, UserFactory(moderator=True))
    press(client, answer, version=version)
    press(client, answer)
    assert sent(answer).count() == 1
    assert UNFINISHED not in sent(answer).get().email.message


@pytest.mark.parametrize("name", ["clairdroit_questions_answer_oneself", "clairdroit_questions_keep_draft"])
def test_a_page_that_says_no_version_replaces_no_draft(client, editor, name):
    question = QuestionFactory()
    answer = editors.save_own(question=question, user=editor, text="Prenez rendez-vous.")
    client.post(reverse(name, args=[question.pk]), {"text": UNFINISHED})
    assert latest(ProposedAnswer.objects.get(pk=answer.pk)).text == "Prenez rendez-vous."


def test_a_page_that_says_no_version_corrects_no_proposal(client, editor):
    answer = of_partner()
    url = reverse("clairdroit_questions_review", args=[answer.pk])
    response = client.post(url, {"text": UNFINISHED, "decision": "enregistrer"})
    assert response.context["theirs"] == "Écrivez au bailleur."
    assert latest(ProposedAnswer.objects.get(pk=answer.pk)).text == "Écrivez au bailleur."
