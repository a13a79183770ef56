"""Both databases for the contract suite: the tests' own SQLite, and a PostgreSQL when POSTGRES_URL names one."""

import os
from contextlib import contextmanager

import dj_database_url
import pytest
from django.db import connection, connections
from django.db.utils import load_backend

from clairdroit.search import registry, structures
from clairdroit.search.backends import get_backend
from clairdroit.search.models import SearchDocument, SearchTerm

POSTGRESQL = "search_contract"


@contextmanager
def known_to_django(database):
    """While it lasts, `database` has an alias. Not longer: pytest-django would guard it as one of the project's."""
    connections.databases[database.alias] = database.settings_dict
    connections[database.alias] = database
    try:
        yield
    finally:
        del connections[database.alias]
        del connections.databases[database.alias]


@contextmanager
def postgresql(blocker):
    """A connection with the search's tables alone, in a schema of their own."""
    config = connection.settings_dict | dj_database_url.parse(os.environ["POSTGRES_URL"])
    config |= {"CONN_MAX_AGE": None, "OPTIONS": {"options": f"-c search_path={POSTGRESQL}"}}
    database = load_backend(config["ENGINE"]).DatabaseWrapper(config, alias=POSTGRESQL)
    with blocker.unblock(), known_to_django(database):
        with database.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {POSTGRESQL} CASCADE")
            cursor.execute(f"CREATE SCHEMA {POSTGRESQL}")
        with database.schema_editor() as editor:
            editor.create_model(SearchDocument)
            editor.create_model(SearchTerm)
            structures.create(None, editor)
    yield database
    with blocker.unblock():
        with database.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {POSTGRESQL} CASCADE")
        database.close()


# For the session, so that it is made before `db` closes the list of databases for a test.
@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def other_database(request, django_db_setup, django_db_blocker):
    """None for the tests' own SQLite, else the connection to PostgreSQL."""
    if request.param == "sqlite":
        if connection.vendor != "sqlite":
            pytest.skip("the tests run on another database: unset DATABASE_URL to run the suite on SQLite too")
        yield None
        return
    with postgresql(django_db_blocker) as database:
        yield database


@pytest.fixture
def using(other_database, db):
    """The alias of an empty index on each database in turn."""
    if other_database is None:
        yield "default"
        return
    with known_to_django(other_database):
        SearchDocument.objects.using(POSTGRESQL).all().delete()
        yield POSTGRESQL


@pytest.fixture
def backend(using):
    return get_backend(using)


@pytest.fixture
def only_sources(monkeypatch):
    """Replaces what the apps registered: `only_sources(source, …)`."""

    def replace(*sources, headings=(), places=()):
        monkeypatch.setattr(registry, "_sources", {source.kind: source for source in sources})
        monkeypatch.setattr(registry, "_headings", list(headings))
        monkeypatch.setattr(registry, "_places", list(places))

    return replace
