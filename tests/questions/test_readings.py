"""Who read a question stands on its file: each screen that shows it, once an hour for a person."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from clairdroit.questions import actions, emails
from clairdroit.questions.enums import EventKind
from clairdroit.questions.models import Event
from tests.questions.factories import QuestionFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db
SNIPPET = "wagtailsnippets_clairdroit_questions_proposedanswer"


@pytest.fixture
def editor(client):
    user = UserFactory(moderator=True)
    client.force_login(user)
    return user


def readings(question):
    return [event.detail for event in question.events.filter(kind=EventKind.VIEWED)]


def test_reloading_the_file_ten_times_is_one_reading(client, editor):
    question = QuestionFactory()
    for _ in range(10):
        client.get(f"/admin/questions/inspect/{question.pk}/")
    assert readings(question) == ["le dossier"]


def test_an_hour_later_it_is_another_and_so_is_another_persons(editor):
    question = QuestionFactory()
    actions.log_view(question=question, user=editor, place="le dossier")
    actions.log_view(question=question, user=UserFactory(moderator=True), place="le dossier")
    assert len(readings(question)) == 2
    Event.objects.update(at=timezone.now() - datetime.timedelta(minutes=61))
    actions.log_view(question=question, user=editor, place="le dossier")
    assert len(readings(question)) == 3


def test_each_screen_that_shows_an_answer_is_a_reading(client, editor):
    answer = proposed_answer()
    revision = answer.latest_revision
    pages = [
        reverse(f"{SNIPPET}:edit", args=[answer.pk]),
        reverse(f"{SNIPPET}:history", args=[answer.pk]),
        reverse(f"{SNIPPET}:revisions_view", args=[answer.pk, revision.pk]),
        reverse(f"{SNIPPET}:revisions_compare", args=[answer.pk, "earliest", "latest"]),
        reverse("courriels_modeladmin_inspect", args=[emails.question_received(answer.question).pk]),
    ]
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert readings(answer.question) == [
        "la réponse",
        "l’historique de la réponse",
        "une version précédente de la réponse",
        "un e-mail",
    ]


def test_a_screen_that_refuses_is_no_reading(client):
    answer = proposed_answer()
    client.force_login(UserFactory())
    client.get(reverse(f"{SNIPPET}:edit", args=[answer.pk]))
    assert readings(answer.question) == []


def test_the_file_shows_readings_apart_from_the_history(client, editor):
    question = QuestionFactory()
    client.get(f"/admin/questions/inspect/{question.pk}/")
    page = client.get(f"/admin/questions/inspect/{question.pk}/").content.decode()
    assert "Qui a lu cette question (1)" in page
    assert page.count("le dossier") == 1
