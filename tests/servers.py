"""The servers that some tests talk to: where each is, and what to do when it is missing.

On a developer's machine a missing service is a skip that says how to start it; with CLAIRDROIT_REQUIRE_SERVICES=1
(.ci/run sets it) it is a failure, unless CLAIRDROIT_WITHOUT_SERVICES names it.
"""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    import psycopg


def answers(variable: str, port: int) -> bool:
    url = urlsplit(os.environ.get(variable, ""))
    if not url.hostname:
        return False
    try:
        socket.create_connection((url.hostname, url.port or port), timeout=2).close()
    except OSError:
        return False
    return True


CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def nginx() -> str | None:
    # Debian keeps it where an ordinary user's PATH does not look.
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@dataclass(frozen=True)
class Service:
    present: Callable[[], bool]
    how_to_start: str


SERVICES = {
    "browser": Service(
        lambda: chromium() is not None,
        "Chromium is missing: install it (Debian: apt-get install chromium) or name it in CHROMIUM",
    ),
    "nginx": Service(lambda: nginx() is not None, "nginx is missing: install it (Debian: apt-get install nginx-light)"),
    "postgres": Service(
        lambda: answers("POSTGRES_URL", 5432),
        "no PostgreSQL answers at POSTGRES_URL: start one (Debian: apt-get install postgresql) and set "
        "POSTGRES_URL=postgres://user:password@127.0.0.1:5432/postgres",
    ),
    "redis": Service(
        lambda: answers("REDIS_URL", 6379),
        "no Redis answers at REDIS_URL: start one (redis-server) and set REDIS_URL=redis://127.0.0.1:6379/0",
    ),
    "elasticsearch": Service(
        lambda: answers("ELASTICSEARCH_URL", 9200),
        "no Elasticsearch answers at ELASTICSEARCH_URL: start one (docs/search.md names the version) and set "
        "ELASTICSEARCH_URL=http://127.0.0.1:9200",
    ),
}


def required(name: str) -> bool:
    spared = os.environ.get("CLAIRDROIT_WITHOUT_SERVICES", "").split()
    return os.environ.get("CLAIRDROIT_REQUIRE_SERVICES", "") == "1" and name not in spared


@contextmanager
def new_postgresql(name: str, *, template: str = "template1") -> Iterator[str]:
    """The address of an empty database (or a copy of `template`), named by process: checkouts may share one server."""
    database = f"clairdroit_{name}_{os.getpid()}"
    with postgresql() as link:
        link.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        link.execute(f"CREATE DATABASE {database} TEMPLATE {template}")
        try:
            yield postgresql_address(database)
        finally:
            link.execute(f"DROP DATABASE {database} WITH (FORCE)")


def postgresql() -> "psycopg.Connection":
    import psycopg

    return psycopg.connect(os.environ["POSTGRES_URL"], autocommit=True)


def postgresql_address(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["POSTGRES_URL"])._replace(path=f"/{database}"))
