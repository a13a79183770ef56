"""Mails that a stranger can cause: so many a day to one box, whatever its spelling, and nothing tells whose it was."""

import pytest
import time_machine

from clairdroit.public_forms.allowances import may_write, take
from clairdroit.public_forms.models import MailAllowance
from clairdroit.retention.enforcing import enforce

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_a_day(settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 2


def test_a_third_of_a_kind_waits_for_tomorrow():
    with time_machine.travel("2026-11-30T10:00:00+01:00", tick=False):
        assert [may_write("infolettre", "anne@example.org") for _each in range(3)] == [True, True, False]
        assert may_write("rendez-vous", "anne@example.org")
        assert may_write("infolettre", "bob@example.org")
    with time_machine.travel("2026-12-01T00:01:00+01:00", tick=False):
        assert may_write("infolettre", "anne@example.org")


@pytest.mark.parametrize("spelling", ["Anne+lettre@example.org", '"anne"@EXAMPLE.org', "ANNE@example.org"])
def test_another_spelling_of_the_box_is_the_same_box(spelling):
    assert [may_write("infolettre", "anne@example.org") for _each in range(2)] == [True, True]
    assert not may_write("infolettre", spelling)


def test_no_row_names_anybody():
    may_write("infolettre", "anne@example.org")
    assert "anne" not in str(list(MailAllowance.objects.values()))


def test_what_is_refused_is_not_counted():
    assert [take("compte", "7", 1) for _each in range(3)] == [True, False, False]
    assert MailAllowance.objects.get().count == 1


def test_days_that_are_over_are_forgotten():
    with time_machine.travel("2026-11-29T10:00:00+01:00", tick=False):
        may_write("infolettre", "anne@example.org")
    with time_machine.travel("2026-11-30T10:00:00+01:00", tick=False):
        may_write("infolettre", "anne@example.org")
        assert ("allowances", 1) in enforce().removed
    assert MailAllowance.objects.count() == 1
