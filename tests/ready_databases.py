"""Databases with all tables, made once for each state of the migrations; whoever needs one gets a copy.

On SQLite they are files in build/ready, on PostgreSQL templates on the server that POSTGRES_URL names. What no copy is
taken of any more goes when the next is made. `pytest --create-db` takes none and lets the migrations run.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from tests.servers import postgresql, postgresql_address

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "ready"
# One for each of the branches that somebody works on in turn.
KEPT = 4


@cache
def state() -> str:
    """What the tables and first rows follow from: our migrations, the libraries' versions, the settings."""
    files = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("site/*/migrations/*.py"),
        *ROOT.glob("site/config/settings/*.py"),
        ROOT / "site" / "requirements-dev.txt",
        Path(__file__),
    ]
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def copy_sqlite(path: Path) -> None:
    with _alone():
        ready = FOLDER / f"{state()}.sqlite3"
        if not ready.exists():
            _make(ready)
        ready.touch()
        shutil.copyfile(ready, path)


def copy_sqlite_for_this_process(path: Path) -> Path:
    """Beside `path`, by the number of the process, so that two runs at once do not share it. Those of processes that
    were killed go."""
    for left in path.parent.glob(f"{path.name}-*"):
        number = left.name.removeprefix(f"{path.name}-").partition("-")[0]
        if number.isdigit() and not _is_running(int(number)):
            left.unlink(missing_ok=True)
    own = path.with_name(f"{path.name}-{os.getpid()}")
    copy_sqlite(own)
    return own


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _make(ready: Path) -> None:
    older = sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [*older[KEPT - 1 :], *FOLDER.glob("begun*")]:
        path.unlink()
    begun = FOLDER / "begun"
    _migrate(f"sqlite:///{begun}")
    with closing(sqlite3.connect(begun)) as link:
        # Without the files that its journal consists of.
        link.execute("VACUUM INTO ?", [f"{begun}-whole"])
    os.replace(f"{begun}-whole", ready)
    for path in FOLDER.glob("begun*"):
        path.unlink()


def postgresql_template() -> str:
    """The name of a database to give as the template of a new one."""
    name, checkout = f"clairdroit_ready_{state()}", str(ROOT)
    with postgresql() as link:
        link.execute("SELECT pg_advisory_lock(hashtext('clairdroit_ready'))")
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        older = (
            "SELECT datname FROM pg_database "
            "WHERE datname LIKE 'clairdroit_ready_%%' AND shobj_description(oid, 'pg_database') = %s"
        )
        for (old,) in link.execute(older, [checkout]).fetchall():
            link.execute(f"DROP DATABASE {old}")
        begun = f"{name}_begun"
        link.execute(f"DROP DATABASE IF EXISTS {begun} WITH (FORCE)")
        link.execute(f"CREATE DATABASE {begun}")
        _migrate(postgresql_address(begun))
        # Other checkouts may share the server: whose it is.
        link.execute(f"COMMENT ON DATABASE {begun} IS '{checkout.replace(chr(39), chr(39) * 2)}'")
        # Under its name only when it is whole.
        link.execute(f"ALTER DATABASE {begun} RENAME TO {name}")
    return name


def copy_postgresql(name: str) -> None:
    """In place of any database of this name, which a run that was killed has left."""
    template = postgresql_template()
    with postgresql() as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')


def _migrate(url: str) -> None:
    """In a process of its own, in which the clock is the machine's and nothing is patched."""
    variables = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    variables.pop("LD_PRELOAD", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"The migrations failed:\n{done.stderr[-3000:]}")


@contextmanager
def _alone() -> Iterator[None]:
    """The other processes of `-n 2`, and other runs in this checkout, wait for the one that makes it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
