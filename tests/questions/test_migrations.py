"""A site that ran before there were keys: after the migrations every word reads as before, and none stands in clear."""

import datetime
from pathlib import Path

import dj_database_url
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend
from django.utils import timezone
from post_office.models import Email
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, TaskState

from clairdroit.questions.models import (
    Assignment,
    DeliveryAttempt,
    ErrorReport,
    Event,
    OutboxMail,
    ProposedAnswer,
    Question,
    QuestionMail,
)
from tests.databases import in_place_of_the_tests_own
from tests.programs import DATABASES
from tests.questions.whole_database import holding
from tests.servers import new_postgresql

BEFORE = [("clairdroit_questions", "0002_ended_rows_have_a_date"), ("wagtailadmin", "0006_formstate")]
# What every planted word begins with, so that one look through the database finds those that are left.
PLANTED = "zinnia"
QUESTIONS = ["received", "assigned", "answered", "closed", "out_of_scope", "spam"]
OPEN = ["received", "assigned"]
ASSIGNMENTS = ["notified", "seen", "drafting", "proposed", "declined", "silent", "released"]
EVENTS = [
    *("received", "held", "no_candidate", "assigned", "seen", "drafting", "proposed", "declined", "changes_asked"),
    *("released", "silent", "answer_sent", "answered", "closed", "out_of_scope", "spam", "reopened", "detail_added"),
    *("feedback", "erased", "mail_delivered", "mail_failed", "mail_uncertain", "mail_retried", "viewed", "exported"),
]
MAILS = [
    *("question_received", "partner_asked", "changes_asked", "answer", "out_of_scope", "partner_link", "detail_added"),
]
OUTCOMES = ["started", "delivered", "temporary", "permanent", "uncertain"]
NOW = timezone.now()


def word(*names):
    return "-".join([PLANTED, *names])


def fill(apps):
    """Rows of every status and kind there was, by the models of then."""

    def make(label, /, **values):
        return apps.get_model(label).objects.create(**values)

    commune = make(
        "clairdroit_territories.Commune",
        insee="78646",
        name="Versailles",
        departement=make("clairdroit_territories.Departement", code="78", name="Yvelines"),
    )
    questions = [fill_question(make, commune, status) for status in QUESTIONS]
    for status in ASSIGNMENTS:
        make(
            "clairdroit_questions.Assignment",
            question=questions[1],
            partner=make("clairdroit_partners_snippets.Partner", name=f"Partenaire {status}"),
            status=status,
            decline_reason=word("reason", status) if status == "declined" else "",
            proposed_at=NOW if status == "proposed" else None,
            ended_at=NOW if status in ("declined", "released") else None,
        )
    for kind in EVENTS:
        make("clairdroit_questions.Event", question=questions[1], kind=kind, detail=word("detail", kind))
    for number, kind in enumerate(MAILS):
        fill_mail(make, questions[2], kind, number)
    for status in ("new", "handled"):
        make(
            "clairdroit_questions.ErrorReport",
            page="/",
            text=word("report", status),
            email=f"{word('reporter', status)}@citoyenne.invalid",
            status=status,
            handled_at=NOW if status == "handled" else None,
            submission_key=status,
        )
    fill_answer(make, questions[2])
    # What was deleted then has left its letters in the file.
    make("clairdroit_questions.Event", question=questions[0], kind="viewed", detail=word("deleted") * 50).delete()


def fill_question(make, commune, status):
    return make(
        "clairdroit_questions.Question",
        text=word("question", status),
        email=f"{word('asker', status)}@citoyenne.invalid",
        commune=commune,
        consent_at=NOW,
        status=status,
        submission_key=status,
        received_at=NOW - datetime.timedelta(days=1),
        answered_at=NOW if status == "answered" else None,
        ended_at=None if status in OPEN else NOW,
    )


def fill_mail(make, question, kind, number):
    mail = make(
        "post_office.Email",
        from_email="site@mairie.invalid",
        to=[f"{word('to', kind)}@citoyenne.invalid"],
        cc=[f"{word('cc', kind)}@citoyenne.invalid", "b@citoyenne.invalid"],
        bcc=[],
        subject=word("subject", kind),
        message=word("message", kind),
        html_message=f"<p>{word('html', kind)}</p>",
        headers={"X-Note": word("header", kind)},
        context={"text": word("context", kind)},
        message_id=f"<{number}@mairie.invalid>",
    )
    make("clairdroit_questions.QuestionMail", question=question, email_id=mail.pk, kind=kind)
    outcome = OUTCOMES[number % len(OUTCOMES)]
    make(
        "clairdroit_questions.DeliveryAttempt",
        email_id=mail.pk,
        outcome=outcome,
        finished_at=None if outcome == "started" else NOW,
        detail=word("server", kind),
    )


def fill_answer(make, question):
    answer = make(
        "clairdroit_questions.ProposedAnswer", question=question, text=word("answer"), note=word("note"), live=False
    )
    answers = make("contenttypes.ContentType", app_label="clairdroit_questions", model="proposedanswer")
    tasks = make("contenttypes.ContentType", app_label="host", model="task")
    shared = {"content_type": answers, "object_id": str(answer.pk)}
    content = {"pk": answer.pk, "question": question.pk, "text": word("revised"), "note": word("remark")}
    revision = make("wagtailcore.Revision", **shared, base_content_type=answers, content=content, created_at=NOW)
    state = make(
        "wagtailcore.WorkflowState",
        **shared,
        base_content_type=answers,
        workflow=make("wagtailcore.Workflow", name="Modération"),
        status="needs_changes",
    )
    make(
        "wagtailcore.TaskState",
        workflow_state=state,
        revision=revision,
        task=make("wagtailcore.Task", name="Relecture", content_type=tasks),
        status="rejected",
        comment=word("comment"),
        content_type=tasks,
    )
    make(
        "wagtailcore.ModelLogEntry",
        **shared,
        label="Réponse",
        action="wagtail.workflow.reject",
        timestamp=NOW,
        data={"comment": word("logged"), "workflow": {"id": 1}},
    )
    user = make("auth.User", username="redaction", password="!")
    make("wagtailadmin.FormState", **shared, user=user, data=f"text={word('preview')}", last_updated_at=NOW)


@pytest.fixture(scope="module", params=DATABASES)
def moved(request, tmp_path_factory, django_db_blocker):
    """The connection to a database that was filled then and has been migrated since."""
    if request.param == "sqlite":
        # As it was opened then: what was deleted was not yet written over with zeros.
        options = {"init_command": "PRAGMA journal_mode=WAL;"}
        url = f"sqlite:///{tmp_path_factory.mktemp('former') / 'site.sqlite3'}"
        yield from migrated(url, options, django_db_blocker)
    else:
        with new_postgresql("former") as url:
            yield from migrated(url, {}, django_db_blocker)


def migrated(url, options, blocker):
    config = connection.settings_dict | {"OPTIONS": {}, "CONN_MAX_AGE": None} | dj_database_url.parse(url)
    database = load_backend(config["ENGINE"]).DatabaseWrapper(config | {"OPTIONS": options}, alias="default")
    with blocker.unblock(), in_place_of_the_tests_own(database):
        executor = MigrationExecutor(database)
        executor.migrate(BEFORE)
        # Made anew: the state that `migrate` returns mixes models of before and after its last steps.
        fill(executor.loader.project_state(BEFORE).apps)
        assert PLANTED.encode() in everything_written(database)
        graph = MigrationExecutor(database).loader.graph
        [newest] = graph.leaf_nodes(BEFORE[0][0])
        apps = {app for app, _name in graph.forwards_plan(newest)}
        MigrationExecutor(database).migrate([leaf for app in sorted(apps) for leaf in graph.leaf_nodes(app)])
        yield database


def everything_written(database):
    """The bytes of the database's files, pages that were given free and SQLite's journal among them."""
    if database.vendor == "sqlite":
        path = Path(database.settings_dict["NAME"])
        return b"".join(part.read_bytes() for part in path.parent.iterdir())
    with database.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid), 0, 1000000000, true) FROM pg_class"
            " WHERE relkind IN ('r', 't', 'i') AND relfilenode <> 0"
        )
        return b"".join(bytes(content) for (content,) in cursor.fetchall() if content)


def test_no_word_stands_in_clear_in_any_table(moved):
    assert holding(PLANTED, database=moved) == set()


def test_no_word_is_left_in_the_files(moved):
    assert PLANTED.encode() not in everything_written(moved)


def test_questions_read_as_before(moved):
    for question in Question.objects.all():
        assert question.text == word("question", question.status)
        assert question.email == f"{word('asker', question.status)}@citoyenne.invalid"
    assert sorted(Question.objects.values_list("status", flat=True)) == sorted(QUESTIONS)


def test_questions_that_wait_have_got_a_day_until_which_they_are_due(moved):
    dated = Question.objects.filter(due_at__isnull=False)
    assert sorted(dated.values_list("status", flat=True)) == sorted(OPEN)


def test_assignments_and_history_read_as_before(moved):
    assignments = Assignment.objects
    assert sorted(assignments.values_list("status", flat=True)) == sorted(ASSIGNMENTS)
    assert assignments.get(status="declined").decline_reason == word("reason", "declined")
    events = {event.kind: event.detail for event in Event.objects.all()}
    assert events == {kind: word("detail", kind) for kind in EVENTS}


def test_of_each_part_that_had_ended_it_is_known_how_far_it_went(moved):
    for assignment in Assignment.objects.all():
        known = (assignment.left_step is not None, assignment.left_parts)
        assert known == ((True, 1) if assignment.has_left else (False, None))


def test_answers_and_what_wagtail_keeps_of_them_read_as_before(moved):
    answer = ProposedAnswer.objects.get()
    assert (answer.text, answer.note) == (word("answer"), word("note"))
    former = answer.with_content_json(answer.revisions.get().content)
    assert (former.text, former.note) == (word("revised"), word("remark"))
    assert TaskState.objects.get().comment == word("comment")
    assert ModelLogEntry.objects.get().data == {"comment": word("logged"), "workflow": {"id": 1}}
    assert FormState.objects.get().data == f"text={word('preview')}"


@pytest.mark.parametrize("model", [Email, OutboxMail], ids=["theirs", "ours"])
def test_mails_read_as_before(moved, model):
    kinds = dict(QuestionMail.objects.values_list("email_id", "kind"))
    assert sorted(kinds.values()) == sorted(MAILS)
    for mail in model.objects.all():
        kind = kinds[mail.pk]
        assert mail.to == [f"{word('to', kind)}@citoyenne.invalid"]
        assert mail.cc == [f"{word('cc', kind)}@citoyenne.invalid", "b@citoyenne.invalid"]
        assert (mail.bcc, mail.subject, mail.message) == ([], word("subject", kind), word("message", kind))
        assert mail.html_message == f"<p>{word('html', kind)}</p>"
        assert mail.headers == {"X-Note": word("header", kind)}
        assert mail.context == {"text": word("context", kind)}


def test_mails_are_known_by_their_number_and_attempts_read_as_before(moved):
    for link in QuestionMail.objects.select_related("email"):
        assert link.message_id == link.email.message_id != ""
        assert DeliveryAttempt.objects.get(email=link.email).detail == word("server", link.kind)


def test_error_reports_read_as_before(moved):
    reports = {report.status: (report.text, report.email) for report in ErrorReport.objects.all()}
    assert reports == {
        status: (word("report", status), f"{word('reporter', status)}@citoyenne.invalid")
        for status in ("new", "handled")
    }
