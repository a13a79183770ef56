"""Files that nobody but the service's user reads: the database, its journals, mails, uploads, keys, logs.

Three things hold it: the process makes files for its own user alone (`for_this_user_alone`, at the start of manage.py
and wsgi.py), what an older version or a careless copy left open is closed at each start (`close_what_stands_open`), and
`check --deploy` names what is open still (checks.py). No other server reads from the folder: Django sends uploads.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from config import conf

OTHERS = stat.S_IRWXG | stat.S_IRWXO
# They write source files, which another user may have to read: in a container's image, on a shared checkout.
SOURCE_COMMANDS = frozenset({"compilemessages", "makemessages", "makemigrations", "squashmigrations", "startapp"})
# Beside SQLite's file, by the ends of their names; the last is of search/locks.py.
BESIDE_SQLITE = ("", "-wal", "-shm", "-journal", ".rebuild-lock")


def for_this_user_alone(command: str = "") -> None:
    if command not in SOURCE_COMMANDS:
        os.umask(OTHERS)


def database_files() -> list[Path]:
    """SQLite's, of every database that is a file; they may lie outside CLAIRDROIT_VAR_DIR."""
    names = [str(connection.settings_dict["NAME"]) for connection in connections.all() if connection.vendor == "sqlite"]
    return [path for name in names for path in (Path(f"{name}{end}") for end in BESIDE_SQLITE) if path.is_file()]


def is_shared(folder: Path) -> bool:
    """Whether more than the site lives there (/tmp, or above the code): closing it would shut others out."""
    return bool(folder.stat().st_mode & stat.S_ISVTX) or folder.resolve() in Path(__file__).resolve().parents


def close_what_stands_open() -> int:
    """Takes the rights of others away from what this user owns; gives how many files and folders that were."""
    folder = Path(conf.var_dir())
    found = database_files()
    if folder.is_dir() and not is_shared(folder):
        found += [folder, *_below(str(folder))]
    return sum(_close(path) for path in dict.fromkeys(found))


def _below(folder: str) -> Iterator[Path]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # another user's, or gone meanwhile
        return
    for entry in entries:
        yield Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)


def _close(path: Path) -> bool:
    try:
        found = path.lstat()
        # Through a link the mode of something elsewhere would change.
        if stat.S_ISLNK(found.st_mode) or not found.st_mode & OTHERS or found.st_uid != os.geteuid():
            return False
        path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
    except OSError:
        return False
    return True
