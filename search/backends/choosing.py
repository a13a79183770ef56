"""Which backend answers: by the database that Django has, and whether the settings name a search server."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from clairdroit.search.backends.base import SearchBackend
from clairdroit.search.backends.postgresql import PostgreSQLBackend
from clairdroit.search.backends.sqlite import SQLiteBackend
from clairdroit.search.mirror import is_configured


def get_backend(using: str = "default") -> SearchBackend:
    """What readers' searches go through: Elasticsearch where the settings name one, else the database."""
    database = database_backend(using)
    if not is_configured():
        return database
    # The client is an extra, which a site without a server does not install.
    from clairdroit.search.backends.failover import FailoverBackend

    return FailoverBackend(database)


def database_backend(using: str = "default") -> SearchBackend:
    vendor = connections[using].vendor
    return {"sqlite": SQLiteBackend, "postgresql": PostgreSQLBackend}[vendor](using)


def backend_named(name: str, using: str = "default") -> SearchBackend:
    """One backend alone, to measure it: `database` or `elasticsearch`. The latter raises `BackendError`."""
    if name == "database":
        return database_backend(using)
    if not is_configured():
        raise ImproperlyConfigured("No Elasticsearch is set: see ELASTICSEARCH_URL.")
    # As above.
    from clairdroit.search.backends.elasticsearch import LoneElasticsearchBackend

    return LoneElasticsearchBackend(using)
