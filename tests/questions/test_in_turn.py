"""One partner after the other: declining or silence asks the next one, at once and by the machine."""

import datetime

import pytest

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions
from clairdroit.questions.enums import AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.models import Question
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import (
    AssignmentFactory,
    QuestionFactory,
    RoutingRuleFactory,
    UnreachableAddressFactory,
    UserFactory,
)
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    commune = CommuneFactory()
    return [
        PartnerFactory(name=name, headings=["logement"], communes=[commune], team_email=f"{name}@equipe.invalid")
        for name in "ABC"
    ]


@pytest.fixture
def rule():
    return RoutingRuleFactory(in_turn=True, next_after_days=2)


def ask():
    question = QuestionFactory()
    actions.route_question(question=question)
    return question


def decline(question, **values):
    asked = question.assignments.active().latest("pk")
    actions.decline(assignment=asked, user=team_user(asked.partner), reason="Pas nous.", **values)


def asked_now(question):
    return [(each.partner.name, each.status) for each in question.assignments.order_by("pk")]


def kinds(question):
    return list(question.events.order_by("pk").values_list("kind", flat=True))


def fall_silent(assignment, days=3, today=datetime.date(2026, 11, 26)):
    """Asked so many working days before: a Monday to Thursday, without a weekend between."""
    then = datetime.datetime(2026, 11, 26 - days, 9, tzinfo=datetime.UTC)
    assignment.question.assignments.filter(pk=assignment.pk).update(notified_at=then)
    assignment.refresh_from_db()
    return actions.note_silence(assignment=assignment, today=today)


def test_declining_asks_the_next_one_with_its_step_and_its_mail(partners, rule):
    question = ask()
    decline(question)
    assert asked_now(question) == [("A", "declined"), ("B", "notified")]
    assert kinds(question) == [EventKind.ASSIGNED, EventKind.DECLINED, EventKind.ASSIGNED]
    assert [mail.to for mail in OutboxMail.objects.order_by("pk")] == [["A@equipe.invalid"], ["B@equipe.invalid"]]
    question.refresh_from_db()
    assert question.status == QuestionStatus.ASSIGNED
    assert question.assignments.get(partner__name="B").reasons[0] == "A a décliné."


def test_the_partner_that_was_named_comes_before_the_others(partners, rule):
    question = ask()
    decline(question, better_partner=partners[2])
    assert asked_now(question)[-1] == ("C", "notified")


def test_one_that_was_named_and_cannot_be_asked_is_passed_over(partners, rule):
    UnreachableAddressFactory(bounced="C@equipe.invalid")
    question = ask()
    decline(question, better_partner=partners[2])
    assert asked_now(question)[-1] == ("B", "notified")


def test_when_all_have_declined_the_editors_decide_and_the_need_is_counted(partners, rule):
    question = ask()
    for _ in partners:
        decline(question)
    question.refresh_from_db()
    assert question.status == QuestionStatus.RECEIVED
    assert kinds(question)[-1] == EventKind.NO_CANDIDATE
    assert list(Question.objects.unmet()) == [question]


def test_silence_asks_the_next_one_and_a_late_answer_is_still_one(partners, rule):
    question = ask()
    first = question.assignments.get()
    assert not fall_silent(first, days=1)
    assert fall_silent(first, days=2)
    assert asked_now(question) == [("A", "silent"), ("B", "notified")]
    assert kinds(question) == [EventKind.ASSIGNED, EventKind.SILENT, EventKind.ASSIGNED]
    assert not fall_silent(first), "a second look changes nothing"
    first.refresh_from_db()
    assert first.is_waiting
    actions.submit_proposal(assignment=first, user=team_user(first.partner), text="Enfin une réponse.")
    assert question.assignments.get(partner__name="A").status == AssignmentStatus.PROPOSED


def test_nobody_else_is_asked_while_somebody_is_at_work(partners, rule):
    question = ask()
    AssignmentFactory(question=question, partner=partners[1])
    assert fall_silent(question.assignments.get(partner=partners[0]))
    assert len(asked_now(question)) == 2


def test_all_at_once_nobody_is_asked_after_a_refusal_or_silence(partners):
    RoutingRuleFactory(how_many=2)
    question = ask()
    decline(question)
    assert fall_silent(question.assignments.get(partner__name="A"), days=9)
    assert asked_now(question) == [("A", "silent"), ("B", "declined")]


def test_a_team_box_that_bounces_is_silent_at_once(partners, rule):
    question = ask()
    UnreachableAddressFactory(bounced="A@equipe.invalid")
    assert fall_silent(question.assignments.get(), days=0)
    assert asked_now(question)[-1] == ("B", "notified")


@pytest.mark.parametrize("sign", ["seen", "draft"])
def test_reading_and_writing_are_signs(partners, rule, sign):
    question = ask()
    first = question.assignments.get()
    user = team_user(first.partner)
    actions.mark_seen(assignment=first, user=user)
    if sign == "draft":
        actions.save_draft(assignment=first, user=user, text="Je cherche.")
    long_ago = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
    question.assignments.update(notified_at=long_ago)
    if sign == "draft":
        question.assignments.update(seen_at=long_ago)
    first.refresh_from_db()
    latest = actions.reminding.stages.last_sign(first)
    assert not actions.note_silence(assignment=first, today=latest)


def test_a_question_that_ended_stirs_nobody(partners, rule):
    question = ask()
    first = question.assignments.get()
    actions.close(question=question, user=UserFactory(moderator=True))
    assert not fall_silent(first, days=3)
    assert len(asked_now(question)) == 1


def test_the_text_of_the_question_counts_for_the_next_one_too(partners, rule):
    partners[1].team_email = ""
    partners[1].save()
    question = ask()
    decline(question)
    assert asked_now(question)[-1] == ("C", "notified")
