"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clairdroit.mail.enums import DeliveryOutcome
from clairdroit.mail.models import DeliveryAttempt
from clairdroit.questions.enums import (
    ASSIGNMENT_TRANSITIONS,
    QUESTION_TRANSITIONS,
    AssignmentStatus,
    QuestionOrigin,
    QuestionStatus,
)
from clairdroit.questions.models import Assignment, ErrorReport, Event, ProposedAnswer, Question
from tests.questions.factories import (
    AssignmentFactory,
    DeliveryAttemptFactory,
    ErrorReportFactory,
    EventFactory,
    OutboxMailFactory,
    ProposedAnswerFactory,
    QuestionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "factory",
    [
        QuestionFactory,
        AssignmentFactory,
        ProposedAnswerFactory,
        EventFactory,
        ErrorReportFactory,
        DeliveryAttemptFactory,
    ],
)
def test_a_factory_builds_a_valid_object(factory):
    factory().full_clean()


@pytest.mark.parametrize("trait", ["answered", "assigned", "closed", "spam", "erased"])
def test_a_question_of_each_kind_is_accepted_by_the_database(trait):
    assert QuestionFactory(**{trait: True}).pk


@pytest.mark.parametrize(
    "values",
    [
        {"status": "perdue"},
        {"status": QuestionStatus.ANSWERED, "answered_at": None, "ended_at": timezone.now()},
        {"status": QuestionStatus.CLOSED},
        {"ended_at": timezone.now()},
        {"email": ""},
        {"email": "", "origin": QuestionOrigin.MAIL},
        {"origin": "pigeon"},
        {"text": ""},
        {"erased_at": timezone.now()},
        {"answered_at": timezone.now() - timezone.timedelta(days=30)},
    ],
)
def test_an_inconsistent_question_is_refused(values):
    question = QuestionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**values)


@pytest.mark.parametrize("origin", [QuestionOrigin.DESK, QuestionOrigin.PHONE])
def test_whoever_came_or_telephoned_needs_no_address(origin):
    question = QuestionFactory(origin=origin, email="")
    question.full_clean()
    assert not question.has_address


def test_one_submission_cannot_be_stored_twice():
    QuestionFactory(submission_key="la-meme")
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionFactory(submission_key="la-meme")


@pytest.mark.parametrize(
    "values",
    [
        {"status": "oubliee"},
        {"status": AssignmentStatus.DECLINED, "decline_reason": "", "ended_at": timezone.now()},
        {"status": AssignmentStatus.DECLINED, "decline_reason": "Pas notre domaine."},
        {"status": AssignmentStatus.RELEASED},
        {"status": AssignmentStatus.RELEASED, "ended_at": timezone.now()},
        {"status": AssignmentStatus.RELEASED, "ended_at": timezone.now(), "left_step": 1},
        {"ended_at": timezone.now()},
        {"left_step": 1, "left_parts": 1},
        {"status": AssignmentStatus.PROPOSED, "proposed_at": None},
    ],
)
def test_an_inconsistent_assignment_is_refused(values):
    assignment = AssignmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(**values)


def test_a_partner_is_asked_once_per_question():
    assignment = AssignmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory(question=assignment.question, partner=assignment.partner)


def test_an_empty_answer_cannot_be_live():
    answer = ProposedAnswerFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedAnswer.objects.filter(pk=answer.pk).update(live=True, text="")


def test_an_event_of_an_unknown_kind_is_refused():
    event = EventFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(kind="inconnu")


def test_a_handled_report_needs_its_date():
    report = ErrorReportFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.filter(pk=report.pk).update(status="handled")


def test_a_mail_has_one_attempt_under_way_and_one_delivery_at_most():
    mail = OutboxMailFactory()
    DeliveryAttemptFactory(email=mail)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryAttemptFactory(email=mail)
    DeliveryAttempt.objects.update(outcome=DeliveryOutcome.DELIVERED, finished_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryAttemptFactory(email=mail, outcome=DeliveryOutcome.DELIVERED, finished_at=timezone.now())


def test_a_finished_attempt_needs_its_date():
    attempt = DeliveryAttemptFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryAttempt.objects.filter(pk=attempt.pk).update(outcome=DeliveryOutcome.TEMPORARY)


def test_every_status_has_its_row_in_the_table_and_none_leads_to_itself():
    assert set(QUESTION_TRANSITIONS) == set(QuestionStatus)
    assert set(ASSIGNMENT_TRANSITIONS) == set(AssignmentStatus)
    for table in (QUESTION_TRANSITIONS, ASSIGNMENT_TRANSITIONS):
        assert not [status for status, following in table.items() if status in following]


def test_a_name_that_stands_in_logs_holds_nothing_of_the_text():
    question = QuestionFactory(text="Mon secret est ici, dit Nadia.")
    assert "secret" not in str(question)
    assert "secret" not in str(AssignmentFactory(question=question))
