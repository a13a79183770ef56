"""One rebuild at a time, over all processes. Whatever ends a process, kill -9 included, ends its lock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks
from django.db import connections

# Any number, as long as no other application takes the same for this database.
ADVISORY_KEY = 0x636C6169


@contextmanager
def rebuilding(*, wait: bool = True, using: str = "default") -> Iterator[bool]:
    """Gives whether the lock was had; without `wait`, False at once when another process has it."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        function = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
        # Of the session, not of a transaction: a rebuild commits many times.
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [ADVISORY_KEY])
            is_mine = wait or cursor.fetchone()[0]
        try:
            yield is_mine
        finally:
            if is_mine:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_KEY])
        return
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.is_file():
        # In memory: no other process has it.
        yield True
        return
    with open(path.with_name(f"{path.name}.rebuild-lock"), "w", opener=_for_its_user_alone) as file:
        # Closing the file lets go of it.
        yield locks.lock(file, locks.LOCK_EX if wait else locks.LOCK_EX | locks.LOCK_NB)


def _for_its_user_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
