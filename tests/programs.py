"""Programs that tests start in processes of their own, because they commit, and the databases made for them."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.servers import new_postgresql, postgresql, postgresql_address

ROOT = Path(__file__).resolve().parents[1]
# For a fixture's `params`.
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def start(arguments, url, *, settings="config.settings.test"):
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    pipes = {"cwd": ROOT, "env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, *arguments], **pipes)


def run(arguments, url, *, settings="config.settings.test"):
    with start(arguments, url, settings=settings) as process:
        try:
            out, err = process.communicate(timeout=600)
        except BaseException:
            process.kill()
            raise
    assert process.returncode == 0, err[-3000:]
    return out


@contextmanager
def migrated(vendor, folder):
    """The address of a database with all tables, which only the first test that asks waits for."""
    if vendor == "postgresql":
        with new_postgresql(folder.name.replace("-", "_"), template=postgresql_template()) as url:
            yield url
        return
    path = folder / "site.sqlite3"
    url = f"sqlite:///{path}"
    if connection.vendor == "sqlite":
        # The tests' own; past Django, whose connection may be within a test's transaction.
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as link:
            link.execute("VACUUM INTO ?", [str(path)])
    else:
        run(["manage.py", "migrate", "-v0"], url)
    yield url


def postgresql_template():
    """The name of a migrated database to copy, one for all processes of a run; `drop_postgresql_template` ends it."""
    name = _template_name()
    with postgresql() as link:
        link.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            # Under its name only when it is whole.
            link.execute(f"CREATE DATABASE {name}_begun")
            run(["manage.py", "migrate", "-v0"], postgresql_address(f"{name}_begun"))
            link.execute(f"ALTER DATABASE {name}_begun RENAME TO {name}")
    return name


def drop_postgresql_template():
    name = _template_name()
    with postgresql() as link:
        for database in (name, f"{name}_begun"):
            link.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def _template_name():
    return f"clairdroit_template_{os.environ['CLAIRDROIT_TEST_RUN']}"
