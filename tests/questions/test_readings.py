"""Who read a question stands on its file: each screen that shows it, once an hour for a person."""

import datetime
import logging
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from clairdroit.questions import actions, emails, links
from clairdroit.questions.enums import EventKind, ReadingPlace
from clairdroit.questions.models import Event
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer
from tests.questions.reading import read

pytestmark = pytest.mark.django_db
SNIPPET = "wagtailsnippets_clairdroit_questions_proposedanswer"


def readings(question):
    return [event.detail for event in question.events.filter(kind=EventKind.VIEWED)]


def test_reloading_the_file_ten_times_is_one_reading(client, editor):
    question = QuestionFactory()
    for _ in range(10):
        read(client, f"/admin/questions/inspect/{question.pk}/")
    assert readings(question) == ["le dossier"]


def test_an_hour_later_it_is_another_and_so_is_another_persons(editor):
    question = QuestionFactory()
    actions.log_view(question=question, user=editor, place=ReadingPlace.FILE)
    actions.log_view(question=question, user=UserFactory(moderator=True), place=ReadingPlace.FILE)
    assert len(readings(question)) == 2
    Event.objects.update(at=timezone.now() - datetime.timedelta(minutes=61))
    actions.log_view(question=question, user=editor, place=ReadingPlace.FILE)
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
        assert read(client, page).status_code == 200, page
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
    read(client, f"/admin/questions/inspect/{question.pk}/")
    page = client.get(f"/admin/questions/inspect/{question.pk}/").content.decode()
    assert "Qui a lu cette question (1)" in page
    assert page.count("le dossier") == 1


class TestLists:
    """They show the first words of each question."""

    REGISTER = "la liste des questions (premiers mots)"

    def test_the_register_is_a_reading_of_each_question_on_the_page_once_a_day(self, client, editor):
        shown, other = QuestionFactory(), QuestionFactory(closed=True)
        for _ in range(3):
            read(client, "/admin/questions/", {"status__exact": "received"})
        assert readings(shown) == [self.REGISTER]
        assert readings(other) == []
        Event.objects.update(at=timezone.now() - datetime.timedelta(hours=25))
        read(client, "/admin/questions/")
        assert readings(shown) == [self.REGISTER] * 2
        assert readings(other) == [self.REGISTER]

    def test_it_takes_two_queries_however_many_are_shown(self, editor, django_assert_num_queries):
        questions = QuestionFactory.create_batch(5)
        with django_assert_num_queries(2):
            actions.log_listing(questions=questions, user=editor, place=ReadingPlace.REGISTER)
        with django_assert_num_queries(1):
            actions.log_listing(questions=questions, user=editor, place=ReadingPlace.REGISTER)

    def test_an_erased_question_has_no_words_to_read(self, client, editor):
        question = actions.erase(question=QuestionFactory())
        client.get("/admin/questions/")
        assert readings(question) == []

    def test_the_queue_is_a_reading_of_questions_and_of_those_that_answers_are_for(self, client, editor):
        waiting, answer = QuestionFactory(), proposed_answer()
        read(client, reverse("clairdroit_moderation_queue"))
        for question in (waiting, answer.question):
            assert readings(question) == ["la liste de ce qui est à décider (premiers mots)"]

    def test_so_is_the_partners_space_for_the_partner(self, client):
        assignment = AssignmentFactory()
        read(client, reverse("clairdroit_partner_space:space", args=[links.partner_token(assignment.partner)]))
        event = assignment.question.events.get(kind=EventKind.VIEWED)
        assert event.detail == "la liste de l’espace partenaires (premiers mots)"
        assert event.who == str(assignment.partner)

    def test_who_may_not_open_the_register_reads_nothing(self, client):
        question = QuestionFactory()
        client.force_login(UserFactory())
        client.get("/admin/questions/")
        assert readings(question) == []


class TestFetchedOnly:
    """Opening a page, by whomever, is no reading: programs do that."""

    def test_no_page_of_the_admin_counts_by_itself(self, client, editor):
        answer = proposed_answer()
        for page in (
            f"/admin/questions/inspect/{answer.question_id}/",
            "/admin/questions/",
            "/admin/questions/?export=csv",
            reverse("clairdroit_moderation_queue"),
            reverse(f"{SNIPPET}:edit", args=[answer.pk]),
            reverse("clairdroit_questions_review", args=[answer.pk]),
        ):
            assert client.get(page).status_code == 200, page
        assert readings(answer.question) == []

    def test_but_it_leaves_a_line_in_the_log_without_words(self, client, editor, caplog):
        question = QuestionFactory()
        caplog.set_level(logging.INFO, logger="clairdroit")
        client.get(f"/admin/questions/inspect/{question.pk}/")
        line = next(record for record in caplog.records if record.message == "Questions shown")
        assert (line.user, line.questions) == (editor.pk, [question.pk])

    def test_nobody_sends_what_was_shown_to_another_or_to_nobody(self, client, editor):
        question = QuestionFactory()
        page = client.get(f"/admin/questions/inspect/{question.pk}/").content.decode()
        signed = re.search(r'name="seen" value="([^"]+)"', page)[1]
        address = reverse("clairdroit_questions_note_readings")
        for forged in ("", "x", signed[:-1], signed.replace(":", ".", 1)):
            assert client.post(address, {"seen": forged}).status_code in (302, 403)
        client.force_login(UserFactory(moderator=True))
        assert client.post(address, {"seen": signed}).status_code in (302, 403)
        client.logout()
        assert client.post(address, {"seen": signed}).status_code == 302
        assert readings(question) == []

    def test_a_get_of_that_address_is_refused(self, client, editor):
        assert client.get(reverse("clairdroit_questions_note_readings")).status_code == 405
