"""The number of each table that pages show: raised by whoever writes to it, looked at by whoever keeps pages."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import Error, OperationalError, connection
from django.db.models import F
from django.dispatch import Signal

from clairdroit.page_store.models import TableVersion

logger = logging.getLogger(__name__)

OWN_TABLE = TableVersion._meta.db_table
# Of two processes that raise the same numbers in another order PostgreSQL ends one; SQLite may be busy.
TRIES = 3
# Half of the second in which a change has to be seen: the other half is for the answer under way.
LOOK_EVERY_SECONDS = 0.5

# `tables`: those that this process wrote to. Its own pages go at once, without a look into the database.
tables_written = Signal()


def written(tables: Iterable[str]) -> None:
    """Called once the change is committed: who looks before that would go on showing what was before.

    Where the numbers cannot be raised, other processes show the change when their page is too old.
    """
    tables = sorted(tables)
    tables_written.send(sender=TableVersion, tables=set(tables))
    for tried in range(1, TRIES + 1):
        try:
            TableVersion.objects.filter(table__in=tables).update(number=F("number") + 1)
        except OperationalError:
            if tried < TRIES:
                continue
            logger.warning("Kept pages of other processes stay until they are too old")
        except Error as error:
            # Before the first migration there is no table.
            logger.debug("No versions of tables", extra={"reason": type(error).__name__})
        return


class Watcher:
    """Tells `drop` which tables changed since the last look. One look at a time; others go on with the one before."""

    def __init__(self, drop: Callable[[set[str]], None]) -> None:
        self.drop = drop
        self.seen: dict[str, int] = {}
        self.looked_at = 0.0
        self.is_blind = False
        self.lock = threading.Lock()
        # Weakly: it ends with its store.
        tables_written.connect(self.told)

    def told(self, *, tables: set[str], **kwargs: Any) -> None:
        self.drop(tables)

    def look(self) -> None:
        """At most every LOOK_EVERY_SECONDS. While the database does not answer, what is kept is what there is."""
        if time.monotonic() - self.looked_at < LOOK_EVERY_SECONDS or not self.lock.acquire(blocking=False):
            return
        try:
            self._look()
        finally:
            self.lock.release()

    def look_now(self) -> bool:
        """Whether the database could be asked."""
        with self.lock:
            self._look()
            return not self.is_blind

    def _look(self) -> None:
        try:
            numbers = dict(TableVersion.objects.values_list("table", "number"))
        except Error as error:
            if not self.is_blind:
                logger.warning("Kept pages are answered unchecked", extra={"reason": type(error).__name__})
            self.is_blind = True
            connection.close_if_unusable_or_obsolete()
            # Nor does the next request wait for it.
            self.looked_at = time.monotonic()
            return
        if self.is_blind:
            logger.info("Kept pages are checked again")
        self.is_blind = False
        changed = {table for table, number in self.seen.items() if numbers.get(table) != number}
        self.seen = numbers
        self.looked_at = time.monotonic()
        if changed:
            self.drop(changed)

    def are_watched(self, tables: set[str]) -> bool:
        """False where one of them had no number until now: a change before this moment may have raised none."""
        if unknown := tables - self.seen.keys():
            TableVersion.objects.bulk_create(
                [TableVersion(table=table) for table in sorted(unknown)], ignore_conflicts=True
            )
            self.look_now()
        return not unknown
