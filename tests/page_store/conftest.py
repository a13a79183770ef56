from contextlib import contextmanager

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

from clairdroit.page_store import tables
from tests.kb_pages.fixtures import article, member_of, roles, topic, tree  # noqa: F401
from tests.page_store.serving import Process


@pytest.fixture
def watched(db):
    """What each connection has where pages are kept."""
    connection.execute_wrappers.append(tables.watch)
    # As Django's test client: the connection is this test's own.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    connection.execute_wrappers.remove(tables.watch)


@pytest.fixture
def process(watched):
    return Process()


@pytest.fixture
def other_process(watched):
    return Process()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what is written in it is committed at its end, as far as its listeners see."""

    @contextmanager
    def block():
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return block
