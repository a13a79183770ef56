"""How questions, e-mails and events are named to the people who look after them."""

import datetime
import uuid

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.models import Question, QuestionMail
from tests.questions.factories import (
    AssignmentFactory,
    DeliveryAttemptFactory,
    EventFactory,
    OutboxMailFactory,
    QuestionFactory,
    UserFactory,
    proposed_answer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


class TestQuestions:
    def test_the_reference_is_short_enough_to_be_read_out(self):
        question = QuestionFactory(uuid=uuid.UUID("12ab34cd-0000-4000-8000-000000000000"))
        assert question.reference == "12AB34CD"
        assert str(question) == "12AB34CD – Mon logement"

    @pytest.mark.parametrize(
        ("text", "summary"),
        [
            ("Une  ligne.\n\nUne autre.", "Une ligne. Une autre."),
            ("x" * 90, "x" * 90),
            ("x" * 91, "x" * 89 + "…"),
        ],
    )
    def test_the_summary_is_one_line(self, text, summary):
        assert Question(text=text).summary == summary

    def test_what_is_not_known_is_said_so(self):
        assert Question().heading_label == "Je ne sais pas"
        assert Question().place_label == ""
        question = QuestionFactory(commune__name="Versailles")
        assert "Versailles" in question.place_label

    def test_the_place_in_the_register_is_the_citizen_s(self, client):
        client.force_login(UserFactory(moderator=True))
        question = QuestionFactory(heading="sante", commune__name="Le Chesnay-Rocquencourt")
        page = client.get("/admin/questions/").content.decode()
        assert question.reference in page
        assert "Le Chesnay-Rocquencourt" in page
        assert "Ma santé" in page


class TestEvents:
    def test_their_author_is_a_name_or_nobody(self):
        assert EventFactory().who == ""
        assert EventFactory(user=UserFactory(username="claire")).who == "claire"
        assert EventFactory(user=UserFactory(first_name="Claire", last_name="Petit")).who == "Claire Petit"
        asked = AssignmentFactory(partner__name="ADIL 78")
        assert EventFactory(user=team_user(asked.partner)).who == "ADIL 78"

    def test_they_are_named_by_what_happened_and_when(self):
        at = datetime.datetime(2026, 11, 23, 10, 5, tzinfo=datetime.UTC)
        assert str(EventFactory(kind=EventKind.RECEIVED, at=at)) == f"{EventKind.RECEIVED.label} (2026-11-23 10:05)"


class TestMails:
    @pytest.mark.parametrize(
        ("status", "outcome", "words"),
        [
            (MailStatus.WAITING, None, "En attente"),
            (MailStatus.WAITING, DeliveryOutcome.STARTED, DeliveryOutcome.STARTED.label),
            (MailStatus.WAITING, DeliveryOutcome.TEMPORARY, "En attente d’un nouvel essai"),
            (MailStatus.WAITING, DeliveryOutcome.UNCERTAIN, "En attente"),
            (MailStatus.FAILED, None, "Non remis"),
            (MailStatus.FAILED, DeliveryOutcome.PERMANENT, DeliveryOutcome.PERMANENT.label),
            (MailStatus.FAILED, DeliveryOutcome.UNCERTAIN, DeliveryOutcome.UNCERTAIN.label),
            (MailStatus.SENT, DeliveryOutcome.DELIVERED, "Remis au serveur de messagerie"),
        ],
    )
    def test_their_state_in_words(self, status, outcome, words):
        mail = OutboxMailFactory(status=status)
        if outcome:
            finished = None if outcome == DeliveryOutcome.STARTED else timezone.now()
            DeliveryAttemptFactory(email=mail, outcome=outcome, finished_at=finished)
        assert mail.state == words

    def test_only_the_last_attempt_counts(self):
        mail = OutboxMailFactory()
        for outcome in (DeliveryOutcome.UNCERTAIN, DeliveryOutcome.TEMPORARY):
            DeliveryAttemptFactory(email=mail, outcome=outcome, finished_at=timezone.now())
        assert mail.last_attempt.outcome == DeliveryOutcome.TEMPORARY

    @pytest.mark.parametrize(("limit", "late"), [(None, ["31"]), (5, ["29", "31"]), (40, [])])
    def test_they_are_late_after_the_settings_minutes(self, settings, limit, late):
        if limit:
            settings.CLAIRDROIT_MAIL_BACKLOG_MINUTES = limit
        else:
            del settings.CLAIRDROIT_MAIL_BACKLOG_MINUTES
        for minutes in (29, 31):
            mail = OutboxMailFactory(subject=str(minutes))
            written = timezone.now() - datetime.timedelta(minutes=minutes)
            OutboxMail.objects.filter(pk=mail.pk).update(created_at=written)
        assert sorted(mail.subject for mail in OutboxMail.objects.late()) == late

    def test_they_are_named_by_their_question(self):
        question = QuestionFactory()
        mail = QuestionMail(question=question, kind=MailKind.ANSWER)
        assert str(mail) == f"{question.reference} – {MailKind.ANSWER.label}"


def test_the_preview_of_an_answer_shows_it_beside_the_question_with_its_signature():
    answer = proposed_answer("Appelez le service logement.")
    request = RequestFactory().get("/")
    request.user = UserFactory(moderator=True)
    page = latest(answer).make_preview_request(request, "").render().content.decode()
    for words in ("Appelez le service logement.", "payer mon loyer", answer.assignment.partner.name):
        assert words in page
    assert "nadia@" not in page
