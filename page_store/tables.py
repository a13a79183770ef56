"""Which tables statements read and write, seen where Django hands each statement to the database.

Below the ORM, so that nothing has to be declared and nothing is missed: bulk updates, Wagtail's own tree, raw SQL.
What another program writes into the database is not seen; such pages are as old as MOST_SECONDS at most.
"""

import functools
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from clairdroit.page_store import notes
from clairdroit.page_store.versions import OWN_TABLE, written

READ = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)', re.IGNORECASE)
WRITTEN = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|COPY"
    r'|TRUNCATE(?:\s+TABLE)?|(?:ALTER|DROP)\s+TABLE(?:\s+IF\s+EXISTS)?)\s+"?(\w+)',
    re.IGNORECASE,
)
# Most statements read. Of what begins with WITH the verb comes later.
READS_ONLY = re.compile(
    r"\s*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET|SHOW|EXPLAIN)\b", re.IGNORECASE
)
TRUNCATED = re.compile(r"\s*TRUNCATE\s+(?:TABLE\s+)?([^;]+)", re.IGNORECASE)


class CommittedWrites:
    """What a transaction wrote to, told once it is committed. Django forgets it with a savepoint that is undone."""

    def __init__(self, savepoints: set[str]) -> None:
        self.savepoints = savepoints
        self.tables: set[str] = set()

    def __call__(self) -> None:
        written(self.tables)


def watch_connection(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """A receiver of `connection_created`, which comes again when a lost connection was made anew."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    result = execute(sql, params, many, context)
    text = sql if isinstance(sql, str) else str(sql)
    tables, has_written = tables_of(text)
    tables = tables - never_shown()
    if tables:
        note(context["connection"], tables, has_written=has_written)
    return result


def note(connection: BaseDatabaseWrapper, tables: frozenset[str], *, has_written: bool) -> None:
    page = notes.current.get()
    if page is not None:
        page.tables |= tables
        page.has_written |= has_written
    if not has_written:
        return
    if not connection.in_atomic_block:
        written(tables)
        return
    open_savepoints = set(connection.savepoint_ids)
    # As Django: an outer savepoint is committed with whatever is inside it.
    waiting = next(
        (
            later[1]
            for later in connection.run_on_commit
            if isinstance(later[1], CommittedWrites) and later[0] <= open_savepoints
        ),
        None,
    )
    if waiting is None:
        waiting = CommittedWrites(open_savepoints)
        transaction.on_commit(waiting, using=connection.alias)
    waiting.tables |= tables


@functools.lru_cache(maxsize=4096)
def tables_of(sql: str) -> tuple[frozenset[str], bool]:
    """The names of tables, and whether they are written to; a statement that writes is said to write all it names."""
    if READS_ONLY.match(sql):
        return frozenset(READ.findall(sql)), False
    found = set(WRITTEN.findall(sql))
    if many := TRUNCATED.match(sql):
        found |= set(re.findall(r"\w+", many[1]))
    if not found:
        return frozenset(READ.findall(sql)), False
    return frozenset(found), True


@functools.cache
def never_shown() -> frozenset[str]:
    """Our own table, and caches in the database: what they hold is made of other tables, or counts."""
    caches = (
        options["LOCATION"]
        for options in settings.CACHES.values()
        if "LOCATION" in options and "Database" in options["BACKEND"]
    )
    return frozenset({OWN_TABLE, "django_migrations", *caches})
