"""Somebody who came or telephoned and has no e-mail address: all works as for others, and nobody is written to."""

import datetime

import pytest
from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, emails, partner_space
from clairdroit.questions.enums import TO_CITIZEN, EventKind, QuestionOrigin, QuestionStatus
from clairdroit.questions.incoming.details_by_mail import take_in
from clairdroit.questions.masking import person_of
from clairdroit.questions.models import IncomingMail, Question
from clairdroit.questions.similar_questions import resembling
from tests.questions.factories import AssignmentFactory, QuestionFactory, proposed_answer
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
TEXT = "Mon propriétaire veut que je parte avant Noël, que puis-je faire ?"


@pytest.fixture
def asked():
    return AssignmentFactory(question=QuestionFactory(assigned=True, without_address=True))


def mails_to_citizens():
    return OutboxMail.objects.filter(question_mail__kind__in=TO_CITIZEN)


def test_it_is_taken_down_without_a_confirmation_and_without_a_mark_that_one_failed():
    submission = actions.submit_question(
        heading="logement",
        text=TEXT,
        commune=CommuneFactory(),
        email="",
        origin=QuestionOrigin.PHONE,
        submission_key="a",
    )
    assert submission.created
    assert not submission.acknowledged
    assert not OutboxMail.objects.exists()
    assert not submission.question.events.filter(kind=EventKind.NOT_ACKNOWLEDGED).exists()
    again = actions.submit_question(heading="", text=TEXT, commune=None, email="", submission_key="a")
    assert (again.created, again.acknowledged) == (False, False)


@pytest.mark.parametrize("name", ["question_received", "takes_longer", "out_of_scope"])
def test_none_of_the_mails_to_a_citizen_is_written(name):
    question = QuestionFactory(without_address=True)
    more = {"takes_longer": [datetime.date(2026, 12, 1)], "out_of_scope": ["Voyez la mairie."]}.get(name, [])
    assert getattr(emails, name)(question, *more) is None
    assert not OutboxMail.objects.exists()


def test_what_a_partner_asks_of_the_person_is_no_mail(asked):
    partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text="Depuis quand ?")
    asked.refresh_from_db()
    assert asked.is_waiting_for_citizen
    assert not mails_to_citizens().exists()


def test_an_answer_is_no_mail(asked, editor):
    actions.send_answer(answer=proposed_answer(assignment=asked), user=editor)
    assert not mails_to_citizens().exists()


def test_out_of_scope_is_no_mail(editor):
    question = QuestionFactory(without_address=True)
    actions.mark_out_of_scope(question=question, user=editor, explanation="Voyez la mairie.")
    question.refresh_from_db()
    assert question.status == QuestionStatus.OUT_OF_SCOPE
    assert not OutboxMail.objects.exists()


def test_nobody_is_told_that_it_takes_longer():
    late = timezone.now() - datetime.timedelta(days=30)
    question = QuestionFactory(without_address=True, received_at=late, due_at=late + datetime.timedelta(days=1))
    assert actions.tell_late(question=question, today=timezone.localdate()) is None
    question.refresh_from_db()
    assert question.told_late_at is None


def test_two_people_without_an_address_are_not_one_person():
    question, _other = (QuestionFactory(without_address=True, text=TEXT) for _number in range(2))
    [found] = resembling(question)
    assert not found.is_same_sender
    assert "même adresse" not in found.in_words
    assert person_of(question).addresses == frozenset()


def test_a_person_who_has_an_address_by_now_gets_the_answer_to_what_they_write_after_the_end():
    question = QuestionFactory(closed=True, without_address=True, taken_up_again_at=timezone.now())
    mail = IncomingMail(sender="Nadia@exemple.fr", reply=TEXT, fingerprint="f")
    new = take_in(question=question, mail=mail)
    assert (new.email, new.origin, new.follows) == ("Nadia@exemple.fr", QuestionOrigin.MAIL, question)


@pytest.mark.parametrize("sender", ["", "a@exemple.fr, b@exemple.fr", "nadia@exemple", "nadià@exemple.fr"])
def test_one_whose_sender_is_no_address_stays_without(sender):
    question = QuestionFactory(closed=True, without_address=True, taken_up_again_at=timezone.now())
    new = take_in(question=question, mail=IncomingMail(sender=sender, reply=TEXT, fingerprint="f"))
    assert (new.email, new.origin) == ("", QuestionOrigin.DESK)


def test_it_is_erased_like_any_other():
    question = QuestionFactory(without_address=True)
    actions.erase(question=question)
    assert Question.objects.get(pk=question.pk).erased_at
