"""The backends for the contract suite: the tests' own SQLite, and the servers that POSTGRES_URL and
ELASTICSEARCH_URL name."""

import os
import uuid
from contextlib import ExitStack, contextmanager
from importlib import import_module

import dj_database_url
import pytest
from django.db import connection
from django.db.utils import load_backend

from clairdroit.registries import registered
from clairdroit.search import registry
from clairdroit.search.backends import get_backend
from clairdroit.search.backends.elasticsearch import ElasticsearchBackend
from clairdroit.search.mirror import filling, server
from clairdroit.search.models import MirrorChange, SearchDocument, SearchTerm
from tests.databases import known_to_django

full_text = import_module("clairdroit.search.migrations.0002_full_text")

# Each of the processes that share the server has its own.
POSTGRESQL = f"search_contract_{os.getpid()}"


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
            full_text.create(None, editor)
    yield database
    with blocker.unblock():
        with database.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {POSTGRESQL} CASCADE")
        database.close()


class FreshElasticsearch(ElasticsearchBackend):
    """Its index holds the rows as they are whenever it is asked: the suite writes rows, and no change is noted for
    those."""

    told = None

    def candidates(self, lookups):
        rows = set(SearchDocument.objects.values_list("kind", "object_key"))
        if self.told is None:
            filling.rebuild()
        for kind, key in rows | (self.told or set()):
            MirrorChange.objects.note(kind, [key])
        filling.drain()
        self.told = rows
        return super().candidates(lookups)


@pytest.fixture
def elasticsearch_index(settings, monkeypatch):
    """An index of this test's own on the server that ELASTICSEARCH_URL names."""
    settings.CLAIRDROIT_ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    settings.CLAIRDROIT_ELASTICSEARCH_PREFIX = f"clairdroit-test-{uuid.uuid4().hex[:12]}"
    # The machine may be busy with other tests.
    monkeypatch.setattr(server, "READING_SECONDS", 20.0)
    # Nobody still reads an old index here.
    monkeypatch.setattr(filling, "SWAP_SECONDS", 0.0)
    monkeypatch.setattr(server, "breaker", server.CircuitBreaker("tests"))
    yield settings.CLAIRDROIT_ELASTICSEARCH_PREFIX
    # Some tests point it elsewhere.
    settings.CLAIRDROIT_ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    filling.remove_all()


# For the session, so that it is made before `db` closes the list of databases for a test.
@pytest.fixture(
    scope="session",
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    ],
)
def other_database(request, django_db_setup, django_db_blocker):
    """None for the tests' own database, else the connection to PostgreSQL."""
    if request.param != "postgresql":
        if request.param == "sqlite" and connection.vendor != "sqlite":
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
def backend(using, request):
    if "elasticsearch" in request.node.callspec.id.split("-"):
        request.getfixturevalue("elasticsearch_index")
        return FreshElasticsearch()
    return get_backend(using)


@pytest.fixture
def only_sources():
    """Replaces what the apps registered: `only_sources(source, …)`."""
    with ExitStack() as stack:

        def replace(*sources, headings=(), places=()):
            stack.enter_context(registered(registry.sources, *sources))
            stack.enter_context(registered(registry.heading_providers, *headings))
            stack.enter_context(registered(registry.place_providers, *places))

        yield replace
