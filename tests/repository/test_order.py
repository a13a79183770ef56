"""What the second database of CI is asked, and what is left to the first run."""

import pytest

from tests.order import asks_a_database


@pytest.fixture
def something_stored(db):
    return None


def test_what_asks_no_database_says_the_same_on_each(request):
    assert not asks_a_database(request.node)


@pytest.mark.django_db
def test_what_is_marked_asks_one(request):
    assert asks_a_database(request.node)


@pytest.mark.usefixtures("something_stored")
def test_what_a_fixture_asks_counts_too(request):
    assert asks_a_database(request.node)


class TestOfAClass:
    pytestmark = pytest.mark.django_db(transaction=False)

    def test_its_mark_counts_for_each(self, request):
        assert asks_a_database(request.node)
