import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairdroit.taxonomy.months import add_months, latest_day_due_by

dates = st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (datetime.date(2026, 1, 31), 1, datetime.date(2026, 2, 28)),
        (datetime.date(2024, 1, 31), 1, datetime.date(2024, 2, 29)),
        (datetime.date(2026, 11, 23), 3, datetime.date(2027, 2, 23)),
        (datetime.date(2026, 11, 23), -12, datetime.date(2025, 11, 23)),
    ],
)
def test_months_are_calendar_months(day, months, expected):
    assert add_months(day, months) == expected


@given(on=dates, months=st.sampled_from([1, 3, 6, 12, 24]))
def test_the_limit_of_a_query_is_the_last_day_already_due(on, months):
    limit = latest_day_due_by(on, months)
    assert add_months(limit, months) <= on
    assert add_months(limit + datetime.timedelta(days=1), months) > on
