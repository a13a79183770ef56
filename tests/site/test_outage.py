"""While the database or the disk fails: plain words in the reader's language, when to come again, no stack trace."""

import errno
import sqlite3

import pytest
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from config import outage
from config.management.commands import db_worker, run_periodic_jobs

pytestmark = pytest.mark.django_db


def sqlite_error(name):
    cause = sqlite3.OperationalError("said by SQLite")
    cause.sqlite_errorname = name
    error = OperationalError("said by SQLite")
    error.__cause__ = cause
    return error


def postgresql_error(state):
    cause = Exception("DETAIL: nadia@citoyenne.invalid")
    cause.sqlstate = state
    error = OperationalError("DETAIL: nadia@citoyenne.invalid")
    error.__cause__ = cause
    return error


PASSING = {
    "SQLite, disk full": sqlite_error("SQLITE_FULL"),
    "SQLite, another writes": sqlite_error("SQLITE_BUSY_SNAPSHOT"),
    "SQLite, disk failing": sqlite_error("SQLITE_IOERR_WRITE"),
    "SQLite, no file": sqlite_error("SQLITE_CANTOPEN"),
    "PostgreSQL, no connection": postgresql_error(None),
    "PostgreSQL, stopping": postgresql_error("57P01"),
    "PostgreSQL, starting": postgresql_error("57P03"),
    "PostgreSQL, disk full": postgresql_error("53100"),
    "PostgreSQL, too many connections": postgresql_error("53300"),
    "connection closed": InterfaceError("connection already closed"),
    "uploaded to a full disk": OSError(errno.ENOSPC, "No space left on device"),
}
OURS = {
    "SQLite, no such table": sqlite_error("SQLITE_ERROR"),
    "PostgreSQL, no such table": ProgrammingError("relation does not exist"),
    "a wrong value": DataError("too long"),
    "a file that is not there": FileNotFoundError(errno.ENOENT, "No such file"),
    "a mistake": KeyError("x"),
}


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def failing(monkeypatch):
    """Any page, with an error that comes from below all views."""

    def fail(error):
        def refuse(*args, **kwargs):
            raise error

        monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)

    return fail


@pytest.mark.parametrize("error", PASSING.values(), ids=PASSING)
def test_trouble_that_passes_is_told_apart(error):
    assert outage.is_outage(error)


@pytest.mark.parametrize("error", OURS.values(), ids=OURS)
def test_a_mistake_of_ours_stays_one(error):
    assert not outage.is_outage(error)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["Le site ne peut pas répondre pour le moment", 'lang="fr"', "Essayez encore dans une minute", "115"]),
        ("/en/recherche/", ["The site cannot answer at the moment", 'lang="en"', "try again in a minute"]),
    ],
)
@pytest.mark.parametrize("error", PASSING.values(), ids=PASSING)
def test_readers_are_told_in_their_language_and_when_to_come_again(visitor, failing, caplog, error, path, words):
    failing(error)
    response = visitor.get(path)
    text = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "no-store" in response["Cache-Control"]
    assert all(each in text for each in words)
    assert "Traceback" not in caplog.text
    assert "nadia" not in caplog.text + text
    assert "could not be answered" in caplog.text


def test_a_mistake_of_ours_is_still_the_page_of_a_problem_with_its_trace_in_the_log(visitor, failing, caplog):
    failing(sqlite_error("SQLITE_ERROR"))
    response = visitor.get("/")
    assert response.status_code == 500
    assert "Le site a un problème" in response.content.decode()
    assert "Traceback" in caplog.text


def test_whoever_was_sending_something_is_told_how_to_keep_it(visitor, failing):
    failing(sqlite_error("SQLITE_FULL"))
    text = visitor.post("/poser-ma-question/", {"text": "Mon loyer", "email": "a@b.invalid"}).content.decode()
    assert "« Précédent »" in text.replace("\xa0", " ")


def test_partners_software_gets_json(visitor, failing):
    failing(postgresql_error(None))
    response = visitor.get("/api/partenaire/v1/questions", headers={"Authorization": "Bearer x"})
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["detail"].startswith("Le site ne peut pas répondre")
    assert (problem["status"], problem["code"]) == (503, "unavailable")


class TestWhileNoConnectionCanBeMade:
    @pytest.fixture(autouse=True)
    def in_an_outage(self):
        outage.outage.begin()
        yield
        outage.outage.is_on = False

    def test_nobody_waits_while_another_tries(self, visitor):
        with outage.outage.probing:
            assert visitor.get("/").status_code == 503

    def test_supervisors_and_files_are_answered_all_the_same(self, visitor, settings):
        with outage.outage.probing:
            assert visitor.get("/healthz").status_code == 200
        ours, files = "config.outage.OutageMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"
        assert settings.MIDDLEWARE.index(files) < settings.MIDDLEWARE.index(ours)

    def test_the_first_who_gets_a_connection_ends_it_for_all(self, visitor):
        assert visitor.get("/healthz").status_code == 200
        assert outage.outage.is_on
        assert visitor.get("/poser-ma-question/").status_code == 200
        assert not outage.outage.is_on

    def test_it_goes_on_while_the_connection_fails(self, visitor, monkeypatch):
        def refuse():
            raise postgresql_error(None)

        monkeypatch.setattr(connection, "ensure_connection", refuse)
        assert visitor.get("/").status_code == 503
        assert outage.outage.is_on


class TestLongProcesses:
    """The worker and the clock wait for the database instead of ending."""

    @pytest.fixture(autouse=True)
    def no_pause(self, monkeypatch):
        monkeypatch.setattr("time.sleep", lambda seconds: None)
        # It is the connection of the test's own transaction.
        monkeypatch.setattr(connection, "close", lambda: None)

    def test_the_worker_goes_on(self, monkeypatch, caplog):
        turns = iter([postgresql_error("57P01"), sqlite_error("SQLITE_FULL"), None])

        def run(worker):
            if error := next(turns):
                raise error

        monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.run", run)
        worker = db_worker.PatientWorker.__new__(db_worker.PatientWorker)
        worker.running = True
        worker.run()
        assert next(turns, "all taken") == "all taken"
        assert caplog.text.count("The worker waits for the database") == 2
        assert "nadia" not in caplog.text

    def test_the_worker_told_to_stop_stops_though_the_database_fails(self, monkeypatch):
        worker = db_worker.PatientWorker.__new__(db_worker.PatientWorker)
        worker.running = True

        def run(self):
            self.running = False
            raise postgresql_error("57P01")

        monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.run", run)
        worker.run()

    def test_the_command_runs_that_worker(self):
        from django.core.management import get_commands, load_command_class

        assert isinstance(load_command_class(get_commands()["db_worker"], "db_worker"), db_worker.Command)

    def test_the_clock_asks_again_for_what_it_could_not_ask_for(self, monkeypatch, settings, caplog):
        settings.CLAIRDROIT_PERIODIC_JOBS = {}
        monkeypatch.setattr("signal.signal", lambda *args: None)
        monkeypatch.setattr(run_periodic_jobs, "close_old_connections", lambda: None)
        command, turns = run_periodic_jobs.Command(), iter([postgresql_error("57P03"), None])

        def run_pending(clock):
            if error := next(turns):
                raise error
            command.stop()

        monkeypatch.setattr("schedule.Scheduler.run_pending", run_pending)
        command.handle()
        assert "The clock waits for the database" in caplog.text
