"""Databases beside the tests' own, each with an alias while it is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections


@contextmanager
def known_to_django(database: Any) -> Iterator[None]:
    """While it lasts, `database` has an alias. Not longer: pytest-django would guard it as one of the project's."""
    connections.databases[database.alias] = database.settings_dict
    connections[database.alias] = database
    try:
        yield
    finally:
        del connections[database.alias]
        del connections.databases[database.alias]


@contextmanager
def in_place_of_the_tests_own(database: Any) -> Iterator[None]:
    """Some migrations, Wagtail's among them, look at the default database whichever is being migrated."""
    own, connections["default"] = connections["default"], database
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        database.close()
        connections["default"] = own
        ContentType.objects.clear_cache()
