import io
import json
import logging
import logging.config
import time
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from config.logs import RoutineFilter, logging_config, request_id, without_secrets


class Stream(io.StringIO):
    encoding = "utf-8"


@pytest.fixture
def json_log(monkeypatch):
    """A logger that writes through production's own filter and formatter; called, it gives the lines."""
    stream = Stream()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", stream)
        config = logging_config(as_json=True)
    config["handlers"]["console"]["stream"] = stream
    config["loggers"] = {"tested": {"handlers": ["console"], "level": "INFO", "propagate": False}}
    del config["root"]
    logging.config.dictConfig(config)

    def lines():
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    lines.written = stream.getvalue
    lines.handler = logging.getLogger("tested").handlers[0]
    return lines


def test_a_production_log_line_is_json_with_the_request_id(json_log):
    token = request_id.set("abc12345")
    logging.getLogger("tested").warning("Answer sent", extra={"question": 7})
    request_id.reset(token)
    (line,) = json_log()
    assert (line["level"], line["message"]) == ("WARNING", "Answer sent")
    assert (line["request_id"], line["question"]) == ("abc12345", 7)


def test_letters_stand_in_it_as_they_are_read(json_log):
    logging.getLogger("tested").warning(
        "Not Found: /actualités/œuvre-ﬁn-Ж-好-🙂/", extra={"reason": "«\u202fdéjà\u00a0»"}
    )
    assert "/actualités/œuvre-ﬁn-Ж-好-🙂/" in json_log.written()
    assert "«\u202fdéjà\u00a0»" in json_log.written()
    assert json_log()[0]["message"] == "Not Found: /actualités/œuvre-ﬁn-Ж-好-🙂/"


@pytest.mark.parametrize(
    "letter", ["\n", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\u200f", "\u2028", "\u2029", "\u202e", "\ufeff", "\udc80"]
)
def test_nothing_in_it_begins_a_line_or_moves_a_terminal(json_log, letter):
    # Past the logger, whose lines stand in the test's report: half of a pair cannot be sent with that.
    json_log.handler.handle(logging.makeLogRecord({"msg": f"Not Found: a{letter}b"}))
    assert letter not in json_log.written().removesuffix("\n")
    assert len(json_log.written().splitlines()) == 1
    assert json_log()[0]["message"] == f"Not Found: a{letter}b"


def test_a_service_whose_locale_knows_no_accents_still_writes_json(monkeypatch):
    class Plain(io.StringIO):
        encoding = "ascii"

    monkeypatch.setattr("sys.stderr", Plain())
    assert logging_config(as_json=True)["formatters"]["json"]["json_ensure_ascii"] is True


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Cayenne", "UTC"])
def test_the_time_is_utc_and_says_so_wherever_the_town_is(json_log, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    record = logging.makeLogRecord({"name": "tested", "levelno": logging.INFO, "msg": "Answer sent"})
    # 02:30 in Paris, for the second time in this night.
    record.created, record.msecs = datetime(2026, 10, 25, 1, 30, 0, 250_000, tzinfo=UTC).timestamp(), 250.0
    logging.getLogger("tested").handle(record)
    monkeypatch.undo()
    time.tzset()
    assert json_log()[0]["time"] == "2026-10-25T01:30:00.250Z"


def test_the_request_object_never_reaches_a_log_line(json_log):
    logging.getLogger("tested").error("Failed", extra={"request": {"secret": "words of a citizen"}})
    assert json_log()[0]["message"] == "Failed"
    assert "citizen" not in json.dumps(json_log())


def test_a_request_keeps_the_proxys_id_and_refuses_a_strange_one(client):
    assert client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"})["X-Request-ID"] == "from-the-proxy-1"
    strange = client.get("/healthz", headers={"X-Request-ID": "x\tinjected: 1"})["X-Request-ID"]
    assert strange.isalnum()
    assert len(strange) == 32


@pytest.mark.parametrize(
    ("name", "level", "shown"),
    [
        ("django_tasks", logging.INFO, False),
        ("django_tasks", logging.WARNING, True),
        ("django_tasks_db.prune_db_task_results", logging.WARNING, False),
        ("django_tasks_db", logging.ERROR, True),
        ("clairdroit.questions.actions.answers", logging.INFO, False),
        ("clairdroit.questions.actions.answers", logging.ERROR, True),
        ("django.request", logging.INFO, True),
    ],
)
def test_routine_lines_stay_off_a_terminal_and_in_productions_trail(name, level, shown):
    record = logging.LogRecord(name, level, __file__, 1, "message", (), None)
    assert RoutineFilter().filter(record) is shown
    assert "routine" in logging_config(as_json=False)["handlers"]["console"]["filters"]
    assert "routine" not in logging_config(as_json=True)["handlers"]["console"]["filters"]


@pytest.mark.parametrize("path", ["/ma-question/abc.DEF-1/avis/", "/espace-partenaires/AAAADAz5/88d51b07/brouillon/"])
def test_an_address_that_is_a_key_is_not_written_down(json_log, path):
    logging.getLogger("tested").warning("%s: %s", "Conflict", path)
    message = json_log()[0]["message"]
    assert message.startswith("Conflict: /")
    assert path.split("/")[2] not in message
    assert message.endswith(path.split("/")[-2] + "/"), "the rest says what was tried"


def test_the_key_that_stops_reminders_is_not_written_down(json_log):
    logging.getLogger("tested").warning("Conflict: %s", "/rappels/p12.AbC-d/")
    assert "p12.AbC-d" not in json_log()[0]["message"]


@pytest.mark.parametrize(
    "path", ["/claire.martin@example.org/", "/x/claire.martin%40example.org", "/x/?mail=claire.martin@example.org"]
)
def test_a_mail_address_is_not_written_down(json_log, path):
    logging.getLogger("tested").warning("%s: %s", "Not Found", path)
    message = json_log()[0]["message"]
    assert message.startswith("Not Found: /")
    assert "claire" not in message
    assert "example.org" not in message


def test_an_error_is_told_without_the_row_that_the_database_quotes(json_log):
    refused = (
        'new row for relation "question" violates check constraint "question_ends"\n'
        "DETAIL:  Failing row contains (1, claire@example.org, Mon loyer\na augmenté)."
    )
    try:
        try:
            raise ValueError(refused)
        except ValueError as error:
            raise IntegrityError(*error.args) from error
    except IntegrityError:
        logging.getLogger("tested").exception("Internal Server Error: %s", "/poser-ma-question/")
    (line,) = json_log()
    assert line["message"] == "Internal Server Error: /poser-ma-question/"
    assert "question_ends" in line["exc_info"]
    assert "test_logs.py" in line["exc_info"]
    assert not [word for word in ("claire", "loyer", "augmenté") if word in line["exc_info"]]


@pytest.mark.parametrize("part", ["a", "a.", "/a", "a:", "%2F", "a+", "?key=", "/ma-question/", "0123456-"])
def test_a_line_of_a_million_letters_is_written_like_any_other(part):
    """No clock: where a search begins anew at each letter, one such address costs hours."""
    assert without_secrets(part * (1_000_000 // len(part)) + " nadia@citoyenne.example").endswith(" …")
