"""Fixtures that every app's tests share."""

import os
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from tests.programs import drop_postgresql_template
from tests.servers import SERVICES, required

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_configure(config):
    # The processes of `-n 2` are children of the one that they report to, and take its name of the run.
    os.environ.setdefault("CLAIRDROIT_TEST_RUN", str(os.getpid()))


def pytest_unconfigure(config):
    if os.environ["CLAIRDROIT_TEST_RUN"] == str(os.getpid()) and is_present("postgres"):
        drop_postgresql_template()


@cache
def is_present(name):
    return SERVICES[name].present()


def pytest_runtest_setup(item):
    for name, service in SERVICES.items():
        if item.get_closest_marker(name) and not is_present(name):
            (pytest.fail if required(name) else pytest.skip)(service.how_to_start)


@pytest.fixture(autouse=True)
def no_language_is_left():
    """A page in English leaves its language to whatever runs next in this thread."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared_data():
    """The real data that lies beside the repository; tests that need it are skipped without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data is not here: put the shared/data folder beside the repository to run this test")
    return SHARED_DATA
