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
from urllib.parse import urlsplit, urlunsplit


def answers(variable: str, port: int) -> bool:
    url = urlsplit(os.environ.get(variable, ""))
    if not url.hostname:
        return False
    try:
        socket.create_connection((url.hostname, url.port or port), timeout=2).close()
    except OSError:
        return False
    return True


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Service:
    present: Callable[[], bool]
    how_to_start: str


SERVICES = {
    "browser": Service(
        lambda: chromium() is not None,
        "Chromium is missing: install it (Debian: apt-get install chromium) or name it in CHROMIUM",
    ),
    "postgres": Service(
        lambda: answers("POSTGRES_URL", 5432),
        "no PostgreSQL answers at POSTGRES_URL: start one (docker compose up -d postgres) and set "
        "POSTGRES_URL=postgres://user:password@127.0.0.1:5432/postgres",
    ),
    "redis": Service(
        lambda: answers("REDIS_URL", 6379),
        "no Redis answers at REDIS_URL: start one (redis-server) and set REDIS_URL=redis://127.0.0.1:6379/0",
    ),
    "elasticsearch": Service(
        lambda: answers("ELASTICSEARCH_URL", 9200),
        "no Elasticsearch answers at ELASTICSEARCH_URL: start one (docker compose up -d elasticsearch) and set "
        "ELASTICSEARCH_URL=http://127.0.0.1:9200",
    ),
}


def required(name: str) -> bool:
    spared = os.environ.get("CLAIRDROIT_WITHOUT_SERVICES", "").split()
    return os.environ.get("CLAIRDROIT_REQUIRE_SERVICES", "") == "1" and name not in spared


@contextmanager
def new_postgresql(name: str) -> Iterator[str]:
    """The address of an empty database that nobody else uses: two checkouts may share one server."""
    import psycopg

    server = os.environ["POSTGRES_URL"]
    database = f"clairdroit_{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        link.execute(f"CREATE DATABASE {database}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{database}"))
        finally:
            link.execute(f"DROP DATABASE {database} WITH (FORCE)")
