"""Rows that take long to make: made once in a process, and inserted again in each test that begins as that one did.

A test begins with none of them and loses them at its end. Which tables matter is seen by the statements: where each of
them, read or written, holds what it held then, and the clock has gone on by less than an hour, the same rows would be
made again. Else they are made, and recorded for that beginning too. What is done beside the database is not repeated.
"""

import datetime
import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
# As long as the clock may have gone on: dates of rows then still read as just made.
FRESH = datetime.timedelta(hours=1)
# Beginnings that differ in each test, after a test that emptied the database, are not worth their memory.
KEPT = 4
Rows = set[tuple[Any, ...]]


@dataclass
class Recording:
    moment: datetime.datetime
    before: dict[str, Rows] = field(default_factory=dict)
    # Of each table that was written to: the rows that are gone, and the new ones.
    changes: dict[str, tuple[Rows, Rows]] = field(default_factory=dict)
    result: bytes = b""
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
        # What was looked up before these rows were there.
        cache.clear()


class Recorded:
    def __init__(self, make: Callable[[], Any]):
        self.make = make
        self.recordings: list[Recording] = []

    def __call__(self) -> Any:
        recording = next((each for each in self.recordings if each.is_valid()), None)
        if recording is not None:
            recording.repeat()
        elif len(self.recordings) < KEPT:
            recording = self._record()
            self.recordings.append(recording)
        else:
            return self.make()
        return pickle.loads(recording.result)

    def _record(self) -> Recording:
        recording = Recording(timezone.now())
        with connection.execute_wrapper(recording.watch):
            recording.result = pickle.dumps(self.make())
        for table, before in recording.before.items():
            after = _rows(table)
            if after != before:
                recording.changes[table] = before - after, after - before
        return recording


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
            names = [each.name for each in connection.introspection.get_table_description(cursor, table)]
        _known_columns[table] = sorted(names, key=lambda name: name != key)
    return _known_columns[table]


def _stored(column: str) -> str:
    """Past the conversion that goes by the column's type."""
    name = connection.ops.quote_name(column)
    return f"{name}::text" if connection.vendor == "postgresql" else f"+{name}"
