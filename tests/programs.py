"""Programs that tests start in processes of their own, because they commit, and the databases made for them."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.ready_databases import ROOT, copy_sqlite, postgresql_template
from tests.servers import new_postgresql

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
    """The address of a database with all tables."""
    if vendor == "postgresql":
        with new_postgresql(folder.name.replace("-", "_"), template=postgresql_template()) as url:
            yield url
        return
    path = folder / "site.sqlite3"
    copy_sqlite(path)
    yield f"sqlite:///{path}"
