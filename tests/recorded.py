"""Rows that take long to make: made once in a process, and inserted again in each test that begins as that one did.

A test begins with none of them and loses them at its end. Which tables matter is seen by the statements: where each of
them, read or written, holds what it held then, and the clock has gone on by less than an hour, the same rows would be
made again. Else they are made, and recorded for that beginning too. What is done beside the database is not repeated.

What has a name is made once in all processes of a run (`shared_as`): they leave it to each other in build/ready/rows.
"""

import datetime
import fcntl
import os
import pickle
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from tests.ready_databases import FOLDER

TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
# As long as the clock may have gone on: dates of rows then still read as just made.
FRESH = datetime.timedelta(hours=1)
# Beginnings that differ in each test, after a test that emptied the database, are not worth their memory.
KEPT = 4
# Of runs that have ended, by seconds.
LEFT_AFTER = 24 * 3600
Rows = set[tuple[Any, ...]]


@dataclass
class Recording:
    moment: datetime.datetime
    before: dict[str, Rows] = field(default_factory=dict)
    # Of each table that was written to: the rows that are gone, and the new ones.
    changes: dict[str, tuple[Rows, Rows]] = field(default_factory=dict)
    result: bytes = b""
    process: int = field(default_factory=os.getpid)
    _is_looking: bool = False

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self._is_looking:
            self._is_looking = True
            self.before |= {table: _rows(table) for table in TABLES.findall(sql) if table not in self.before}
            self._is_looking = False
        return execute(sql, params, many, context)

    def is_valid(self) -> bool:
        return self.moment <= timezone.now() < self.moment + FRESH and all(
            _rows(table) == rows for table, rows in self.before.items()
        )

    def repeat(self) -> None:
        with transaction.atomic():
            for table, (gone, new) in self.changes.items():
                _replace(table, gone, new)
                if self.process != os.getpid():
                    _go_on_counting(table)
        # What was looked up before these rows were there.
        cache.clear()


class Recorded:
    def __init__(self, make: Callable[[], Any], *, shared_as: str = ""):
        self.make = make
        self.shared_as = shared_as
        self.recordings: list[Recording] = []

    def __call__(self) -> Any:
        recording = self._valid()
        if recording is None and self.shared_as and (folder := _folder_of_the_run()):
            # Whoever comes meanwhile waits: to make it too would take as long.
            with _alone(folder / self.shared_as) as shared:
                self.recordings += _read(shared, known=len(self.recordings))
                recording = self._valid()
                if recording is None and (recording := self._recorded()):
                    shared.write_bytes(pickle.dumps(self.recordings))
                    return pickle.loads(recording.result)
        if recording is not None:
            recording.repeat()
        elif not (recording := self._recorded()):
            return self.make()
        return pickle.loads(recording.result)

    def _valid(self) -> Recording | None:
        return next((each for each in self.recordings if each.is_valid()), None)

    def _recorded(self) -> Recording | None:
        """None where there are enough of them."""
        if len(self.recordings) >= KEPT:
            return None
        recording = self._record()
        self.recordings.append(recording)
        return recording

    def _record(self) -> Recording:
        recording = Recording(timezone.now())
        with connection.execute_wrapper(recording.watch):
            recording.result = pickle.dumps(self.make())
        for table, before in recording.before.items():
            after = _rows(table)
            if after != before:
                recording.changes[table] = before - after, after - before
        return recording


def _folder_of_the_run() -> Path | None:
    """None where one process runs all tests."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if not run:
        return None
    folder = FOLDER / "rows" / f"{run}-{connection.vendor}"
    if not folder.exists():
        for left in FOLDER.glob("rows/*"):
            if left.stat().st_mtime < time.time() - LEFT_AFTER:
                shutil.rmtree(left, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone(path: Path) -> Iterator[Path]:
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path


def _read(path: Path, *, known: int) -> list[Recording]:
    """Those that the other processes have left beside the `known` ones of this."""
    recordings: list[Recording] = pickle.loads(path.read_bytes()) if path.exists() else []
    return recordings[: KEPT - known]


def _go_on_counting(table: str) -> None:
    """On PostgreSQL the next number of a key does not follow from the rows, and only who made them has counted on."""
    key = _columns(table)[0]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name, column = connection.ops.quote_name(table), connection.ops.quote_name(key)
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [name, key])
            (sequence,) = cursor.fetchone()
            if sequence is not None:
                cursor.execute(f"SELECT setval(%s, (SELECT max({column}) FROM {name}))", [sequence])


def _rows(table: str) -> Rows:
    """As the database keeps them, so that they can go back as they are."""
    with connection.cursor() as cursor:
        columns = ", ".join(_stored(name) for name in _columns(table))
        cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(table)}")
        return set(cursor.fetchall())


def _replace(table: str, gone: Rows, new: Rows) -> None:
    name, columns = connection.ops.quote_name(table), _columns(table)
    with connection.cursor() as cursor:
        if gone:
            cursor.executemany(f"DELETE FROM {name} WHERE {_stored(columns[0])} = %s", [row[:1] for row in gone])
        if new:
            names, marks = ", ".join(map(connection.ops.quote_name, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", list(new))


_known_columns: dict[str, list[str]] = {}


def _columns(table: str) -> list[str]:
    """The primary key first."""
    if table not in _known_columns:
        with connection.cursor() as cursor:
            key = connection.introspection.get_primary_key_column(cursor, table)
            # Django's own description fails where a default holds ", " (SQLite).
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
            names = [each[0] for each in cursor.description]
        _known_columns[table] = sorted(names, key=lambda name: name != key)
    return _known_columns[table]


def _stored(column: str) -> str:
    """Past the conversion that goes by the column's type."""
    name = connection.ops.quote_name(column)
    return f"{name}::text" if connection.vendor == "postgresql" else f"+{name}"
