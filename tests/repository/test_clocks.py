"""The run under other clocks: nothing that reads the clock is left out of it without a reason, and CI starts it."""

import datetime
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests import clocks

ROOT = Path(__file__).resolve().parents[2]
PARIS = ZoneInfo("Europe/Paris")
MOMENTS = [datetime.datetime.fromisoformat(moment).astimezone(PARIS) for moment in clocks.CLOCKS.values()]
HALF_A_MINUTE = datetime.timedelta(seconds=30)


def offset(moment):
    return moment.astimezone(PARIS).utcoffset()


def later(moment):
    """Half a minute of real time, whatever the wall clock does meanwhile."""
    return (moment.astimezone(datetime.UTC) + HALF_A_MINUTE).astimezone(PARIS)


@pytest.mark.parametrize("name", [*clocks.LEFT_OUT, *clocks.ALSO])
def test_what_is_left_out_or_added_by_name_exists(name):
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("name", clocks.LEFT_OUT)
def test_only_what_would_be_in_the_run_is_left_out(name):
    assert clocks.READS_THE_CLOCK.search((ROOT / name).read_text())


@pytest.mark.parametrize("name", clocks.ALSO)
def test_only_what_would_not_be_in_the_run_is_added(name):
    assert not clocks.READS_THE_CLOCK.search((ROOT / name).read_text())


def test_the_rules_on_dates_are_in_the_run():
    expected = {
        "tests/freshness/test_dates.py",
        "tests/freshness/test_rights.py",
        "tests/partners_snippets/test_hours.py",
        "tests/questions/test_reminders.py",
        "tests/questions/test_retention.py",
    }
    assert expected <= set(clocks.dated_files())


@pytest.mark.parametrize(
    "is_awkward",
    [
        lambda moment: (moment.month, moment.day) == (2, 29),
        lambda moment: moment.day == 30,
        lambda moment: moment.day == 31,
        lambda moment: (moment.month, moment.day) == (12, 31) and moment.hour == 23,
        lambda moment: (moment.month, moment.day) == (1, 1) and moment.astimezone(datetime.UTC).year < moment.year,
        lambda moment: moment.isoweekday() == 7,
        lambda moment: offset(later(moment)) > offset(moment),
        lambda moment: offset(later(moment)) < offset(moment),
    ],
    ids=["29 February", "30th", "31st", "last night", "still last year in UTC", "Sunday", "March", "October"],
)
def test_each_awkward_moment_has_its_clock(is_awkward):
    assert any(map(is_awkward, MOMENTS))


def test_without_the_library_a_sentence_says_what_to_install():
    command = [sys.executable, "-m", "tests.clocks"]
    ended = subprocess.run(
        command, cwd=ROOT, env={"LIBFAKETIME": "/nowhere.so", "PATH": ""}, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert ended.stderr.strip() == clocks.MISSING


def test_a_moment_without_its_offset_is_refused():
    command = [sys.executable, "-m", "tests.clocks", "--at", "2027-07-14 10:00"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 2
    assert "offset" in ended.stderr
