"""Whatever names an erased question goes with it: it was typed or pasted, and points at nothing."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions, citizen, links
from clairdroit.questions.models import ErrorReport, IncomingMail, Question
from clairdroit.search.models import AskedQuery
from tests.questions.factories import QuestionFactory, UserFactory
from tests.questions.whole_database import opened, values

pytestmark = pytest.mark.django_db
MARK = "zinnia"


@pytest.fixture
def question():
    return QuestionFactory(email="odile.pivoine@boite.example")


def ways_to_name(question):
    return {
        "number": question.reference,
        "small number": question.reference.lower(),
        "number in two": f"{question.reference[:4]} {question.reference[4:].lower()}",
        "follow link": links.follow_url(question),
        "partners’ page": f"https://droits.example/espace-partenaires/cle/{question.uuid}/",
        "admin page": f"/admin/questions/inspect/{question.pk}/",
        "address": "Odile.Pivoine@boite.example",
    }


WAYS = ("number", "small number", "number in two", "follow link", "partners’ page", "admin page", "address")


def report(**fields):
    values = {"page": "/logement/", "text": f"Une faute. {MARK}"} | fields
    return ErrorReport.objects.create(submission_key=str(ErrorReport.objects.count()), **values)


def task(question, named):
    return DBTaskResult.objects.create(
        args_kwargs={"args": [named], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="",
        traceback=f"KeyError: {MARK}",
    )


def log_entry(question, named):
    return ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Partner),
        object_id="1",
        label="ADIL",
        action="wagtail.workflow.reject",
        timestamp=timezone.now(),
        data={"comment": f"Voir {named} : {MARK}"},
    )


RECORDS = {
    "report’s text": lambda question, named: report(text=f"Dans ma question {named}, {MARK} est faux."),
    "report’s page": lambda question, named: report(page=f"/x/?q={named}"[:500]),
    "search": lambda question, named: AskedQuery.objects.create(fingerprint="a", text=named[:60], words=MARK),
    "sign-in": lambda question, named: AccessAttempt.objects.create(
        username=MARK, path_info=f"/admin/login/?next={named}", failures_since_start=1, get_data=f"next={named}"
    ),
    "failure": lambda question, named: AccessFailureLog.objects.create(username=named, path_info=f"/{MARK}"),
    "success": lambda question, named: AccessLog.objects.create(username=MARK, path_info=f"/?next={named}"),
    "task": task,
    "admin’s log": log_entry,
}


def everything():
    return [place for place, text in [*values(), *opened()] if MARK in text]


@pytest.mark.parametrize("way", WAYS)
def test_error_reports_that_name_it_go_whether_handled_or_not(question, way):
    named = ways_to_name(question)[way]
    report(text=f"Sur {named} : {MARK}")
    citizen.handle_report(report=report(text=f"{named}. {MARK}"), user=UserFactory(moderator=True))
    actions.erase(question=question)
    assert everything() == []


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("way", ["number", "follow link", "admin page", "address"])
def test_every_record_that_names_it_goes(question, record, way):
    named = ways_to_name(question)[way]
    if record == "search" and len(named) > 60:
        # No search that long is kept.
        return
    RECORDS[record](question, named)
    assert everything()
    actions.erase(question=question)
    assert everything() == []


def test_a_report_by_the_person_goes(question):
    report(email="odile.pivoine@boite.example")
    actions.erase(question=question)
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("way", ["number", "number in two", "follow link", "partners’ page"])
def test_a_received_mail_that_found_no_file_goes_when_it_names_it(question, way):
    named = ways_to_name(question)[way]
    IncomingMail.objects.create(fingerprint="a", subject="Ma question", signature=f"{MARK} {named}")
    IncomingMail.objects.create(fingerprint="b", reply=f"{named} {MARK}")
    actions.erase(question=question)
    assert everything() == []


def test_a_notice_that_holds_its_link_goes(question):
    OutboxMail.objects.create(
        from_email="a@b.example", to=["c@d.example"], subject=MARK, message=links.follow_url(question)
    )
    actions.erase(question=question)
    assert everything() == []


def test_it_goes_by_age_as_well(question):
    question = QuestionFactory(closed=True)
    report(text=f"{question.reference} {MARK}")
    assert actions.expire(question=question)
    assert everything() == []


def test_what_names_another_question_or_none_stays(question):
    other = QuestionFactory(email="autre@boite.example")
    kept = [
        report(text=f"Dans {other.reference}"),
        report(page=f"/admin/questions/inspect/{question.pk}0/"),
        report(text=f"Réf. 9{question.reference}9"),
        report(email="claude.odile.pivoine-x@boite.example".replace("odile.pivoine", "iris")),
        AskedQuery.objects.create(fingerprint="b", text="loyer", words="loyer"),
        AccessLog.objects.create(username="marie", path_info="/admin/"),
        IncomingMail.objects.create(fingerprint="c", sender=question.email, reply="Autre chose."),
    ]
    actions.erase(question=question)
    for row in kept:
        assert type(row).objects.filter(pk=row.pk).exists()
    assert Question.objects.get(pk=other.pk).text
