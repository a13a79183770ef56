"""Fixtures that every app's tests share."""

from functools import cache
from pathlib import Path

import pytest

from tests.servers import SERVICES, required

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@cache
def is_present(name):
    return SERVICES[name].present()


def pytest_runtest_setup(item):
    for name, service in SERVICES.items():
        if item.get_closest_marker(name) and not is_present(name):
            (pytest.fail if required(name) else pytest.skip)(service.how_to_start)


@pytest.fixture(scope="session")
def shared_data():
    """The real data that lies beside the repository; tests that need it are skipped without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data is not here: put the shared/data folder beside the repository to run this test")
    return SHARED_DATA
