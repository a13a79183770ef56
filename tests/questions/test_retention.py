"""The daily job: what goes, what stays, and that nothing open goes."""

import datetime
from io import StringIO

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.management import call_command
from django.utils import timezone

from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.questions import actions, conf
from clairdroit.questions.confidentiality import erasure
from clairdroit.questions.enums import EventKind, ReportStatus
from clairdroit.questions.models import ErrorReport, ProposedAnswer, Question
from tests.questions.factories import (
    AssignmentFactory,
    ErrorReportFactory,
    OutboxMailFactory,
    ProposedAnswerFactory,
    QuestionFactory,
    UnreachableAddressFactory,
)

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def ended(trait, days):
    question = QuestionFactory(**{trait: True}, received_at=ago(days + 5))
    times = {"ended_at": ago(days)} | ({"answered_at": ago(days)} if trait == "answered" else {})
    Question.objects.filter(pk=question.pk).update(**times)
    return question


def enforce(**options):
    out = StringIO()
    call_command("enforce_retention", stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.parametrize("status", ["answered", "closed", "out_of_scope", "spam"])
def test_a_question_s_words_go_when_its_time_is_over_and_the_question_stays(status):
    limit = conf.RETENTION[status]
    over, young = ended(status, limit + 1), ended(status, limit - 1)
    assert enforce() == f"Removed: 1 {status}."
    over.refresh_from_db()
    young.refresh_from_db()
    assert (over.text, over.email, over.status) == ("", "", status)
    assert over.erased_at
    assert over.events.get().kind == EventKind.EXPIRED
    assert young.text
    assert enforce() == ""


def test_an_open_question_is_never_removed():
    question = QuestionFactory(received_at=ago(4000))
    enforce()
    question.refresh_from_db()
    assert question.text


def test_a_town_may_choose_its_own_days(settings):
    settings.CLAIRDROIT_RETENTION_DAYS = {"spam": 3}
    ended("spam", 4)
    ended("closed", 4)
    assert enforce() == "Removed: 1 spam."


def test_a_dry_run_tells_and_removes_nothing():
    question = ended("spam", 31)
    assert enforce(dry_run=True) == "Would be removed: 1 spam."
    question.refresh_from_db()
    assert question.text


def test_a_draft_that_was_never_sent_goes_before_its_question():
    question = ended("answered", 61)
    answer = ProposedAnswerFactory(assignment=AssignmentFactory(question=question))
    open_one = ProposedAnswerFactory()
    assert enforce() == "Removed: 1 drafts."
    assert list(ProposedAnswer.objects.all()) == [open_one]
    assert not ProposedAnswer.objects.filter(pk=answer.pk).exists()
    question.refresh_from_db()
    assert question.text


@pytest.mark.parametrize(
    ("status", "days", "name"), [(MailStatus.SENT, 91, "mails"), (MailStatus.FAILED, 181, "failed_mails")]
)
def test_an_old_mail_goes_and_one_that_waits_stays(status, days, name):
    old, waiting = OutboxMailFactory(status=status), OutboxMailFactory()
    OutboxMail.objects.update(changed_at=ago(days))
    assert enforce() == f"Removed: 1 {name}."
    assert list(OutboxMail.objects.all()) == [waiting]
    assert old not in OutboxMail.objects.all()


def test_a_handled_report_goes_and_a_new_one_stays():
    ErrorReportFactory(status=ReportStatus.HANDLED, handled_at=ago(91))
    new = ErrorReportFactory(created_at=ago(400))
    assert enforce() == "Removed: 1 reports."
    assert list(ErrorReport.objects.all()) == [new]


def test_notices_that_name_questions_are_opened_once_for_all_of_them():
    over = [ended("spam", 100) for _ in range(4)]
    named = [OutboxMailFactory(subject=f"Question {question.reference}", message="…") for question in over]
    other = OutboxMailFactory(subject="Autre chose", message="…")
    opened = []
    notices = erasure.Notices()
    for question in over:
        before = notices._last
        actions.expire(question=question, notices=notices)
        opened.append(notices._last - before)
    assert opened[0] > 0
    assert opened[1:] == [0, 0, 0]
    assert not OutboxMail.objects.filter(pk__in=[mail.pk for mail in named]).exists()
    assert OutboxMail.objects.filter(pk=other.pk).exists()


def test_a_notice_written_during_the_run_goes_too():
    first, second = ended("spam", 100), ended("spam", 100)
    notices = erasure.Notices()
    actions.expire(question=first, notices=notices)
    late = OutboxMailFactory(subject=f"Question {second.reference}", message="…")
    actions.expire(question=second, notices=notices)
    assert not OutboxMail.objects.filter(pk=late.pk).exists()


def test_the_daily_job_brings_unreachable_addresses_to_the_secret_of_today(settings):
    row = UnreachableAddressFactory(address="boite@partenaire.invalid")
    settings.SECRET_KEY = "another-secret" * 5
    assert not UnreachableAddress.objects.blocks(row.address)
    enforce()
    assert UnreachableAddress.objects.blocks(row.address)


def test_rows_of_sign_ins_with_their_addresses_go_after_a_month(settings):
    values = {"ip_address": "203.0.113.7", "username": "ada", "user_agent": "x", "http_accept": "x", "path_info": "/"}
    own = {AccessAttempt: {"failures_since_start": 1}, AccessFailureLog: {}, AccessLog: {"session_hash": ""}}
    models = list(own)
    for model in models:
        for days in (31, 29):
            row = model.objects.create(**{**values, **own[model], "username": f"ada-{days}"})
            model.objects.filter(pk=row.pk).update(attempt_time=ago(days))
    assert enforce(dry_run=True).count("1 sign_ins") == 3
    assert [model.objects.count() for model in models] == [2, 2, 2]
    enforce()
    assert [model.objects.count() for model in models] == [1, 1, 1]
    settings.CLAIRDROIT_RETENTION_DAYS = {"sign_ins": 7}
    enforce()
    assert [model.objects.count() for model in models] == [0, 0, 0]
