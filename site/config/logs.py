"""Logs: one line an event, a constant message plus ids, with the request's id. Never a citizen's address or words."""

import logging
import re
import sys
import time
import traceback
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from clairdroit.mail.shown_keys import without_keys_in_a_log

# From which level a terminal shows the lines of those who write one for each edit, question or task. A worker that
# ends warns that Ctrl-C would end it faster, which is not so where `start_site` runs it.
SHOWN_FROM = {
    "wagtail": logging.WARNING,
    "config": logging.WARNING,
    "clairdroit": logging.WARNING,
    "django_tasks": logging.WARNING,
    "django_tasks_db": logging.ERROR,
}

# What every record has, and which says where the line was written: file names, not what was asked for.
OWN = frozenset(vars(logging.makeLogRecord({}))) - {"msg", "exc_text", "stack_info"}
NO_REQUEST = "-"
request_id: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)

# Somebody's address, in an address that was not found or in what a database says of a refused row.
# Looked for from the beginning of a word alone: a visitor may ask for one of sixty thousand letters.
MAIL_ADDRESSES = re.compile(
    r"(?<![^\s/<>()\"',;:=])[^\s/<>()\"',;:=]+(?:@|%40)[^\s/<>()\"',;:]+",
)
# What a terminal or a reader of lines acts upon instead of showing it, and halves of letters, which no file can hold.
# Of those below 128 JSON itself escapes all but the last.
ACTED_UPON = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# Where PostgreSQL begins to quote the row that it refused, with all that a citizen wrote in it.
QUOTED_ROW = re.compile(r"\n(?:DETAIL|CONTEXT|HINT):.*", re.DOTALL)


def without_secrets(text: str) -> str:
    """Without keys first: whoever reads the log must not be able to act with one (a citizen's question, a partner's
    space, a password to be set anew)."""
    return MAIL_ADDRESSES.sub("…", without_keys_in_a_log(text))


def traceback_without_values(error: BaseException) -> str:
    """Where it happened and which error, without the values that the messages of the errors quote."""
    text = "".join(traceback.format_exception(error)).rstrip("\n")
    cause: BaseException | None = error
    while cause is not None:
        said = str(cause)
        text = text.replace(said, QUOTED_ROW.sub("", said)) if said else text
        cause = cause.__cause__ or cause.__context__
    return without_secrets(text)


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        # Django adds the request object and its whole environment: neither belongs in a log.
        record.__dict__.pop("request", None)
        record.msg, record.args = without_secrets(record.getMessage()), ()
        for name, value in vars(record).items():
            if isinstance(value, str) and name not in OWN:
                setattr(record, name, without_secrets(value))
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text, record.exc_info = traceback_without_values(record.exc_info[1]), None
        return True


class LineFormatter(JsonFormatter):
    """Letters as people read and search them, on one line; time in UTC and says so, because Django sets the process's
    own to the town's, which has one hour twice in October."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def serialize_log_record(self, log_record: Any) -> str:
        return ACTED_UPON.sub(lambda found: f"\\u{ord(found[0]):04x}", super().serialize_log_record(log_record))


class RoutineFilter(logging.Filter):
    """Keeps routine lines off a terminal. Not by the loggers' levels: db_worker sets its own anew."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= SHOWN_FROM.get(record.name.partition(".")[0], logging.NOTSET)


def logging_config(*, as_json: bool) -> dict[str, Any]:
    """In production (`as_json`) routine lines are the trail of what was done; on a terminal they bury what matters."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": RequestIdFilter}, "routine": {"()": RoutineFilter}},
        "formatters": {
            "json": {
                "()": LineFormatter,
                # A service without a locale writes ASCII: a letter that it cannot write would break the line's JSON.
                "json_ensure_ascii": (sys.stderr.encoding or "").lower().replace("-", "") != "utf8",
                "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            },
            "plain": {"format": "{levelname} {name} {message}", "style": "{"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json" if as_json else "plain",
                "filters": ["request_id"] if as_json else ["request_id", "routine"],
            }
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "axes": {"level": "WARNING"},
            # It writes a line for each search; what goes wrong, the search says itself.
            "elastic_transport": {"level": "ERROR"},
        },
    }
