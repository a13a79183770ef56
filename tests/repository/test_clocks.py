"""The run under other clocks: nothing that reads the clock is left out of it without a reason, and CI starts it."""

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests import clocks, dated
from tests.dated import ROOT

PARIS = ZoneInfo("Europe/Paris")
MOMENTS = [datetime.datetime.fromisoformat(moment).astimezone(PARIS) for moment in clocks.CLOCKS.values()]
HALF_A_MINUTE = datetime.timedelta(seconds=30)


def offset(moment):
    return moment.astimezone(PARIS).utcoffset()


def later(moment):
    """Half a minute of real time, whatever the wall clock does meanwhile."""
    return (moment.astimezone(datetime.UTC) + HALF_A_MINUTE).astimezone(PARIS)


@pytest.mark.parametrize("name", [*dated.LEFT_OUT, *dated.ALSO, *dated.ONLY_IN_THE_LONG_FORM])
def test_what_is_left_out_or_added_by_name_exists(name):
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("name", dated.LEFT_OUT)
def test_only_what_would_be_in_the_run_is_left_out(name):
    assert dated.READS_THE_CLOCK.search((ROOT / name).read_text())


@pytest.mark.parametrize("name", dated.ALSO)
def test_only_what_would_not_be_in_the_run_is_added(name):
    assert not dated.READS_THE_CLOCK.search((ROOT / name).read_text())


def test_the_rules_on_dates_are_in_the_run():
    expected = {
        "tests/taxonomy/test_months.py",
        "tests/freshness/test_rights.py",
        "tests/partners_snippets/test_hours.py",
        "tests/questions/test_reminders.py",
        "tests/questions/test_retention.py",
    }
    assert expected <= set(dated.dated_files())


class TestTheTestsOfTheShortForm:
    TEXT = """
import datetime
import pytest

DUE = datetime.date(2027, 1, 31)

@pytest.fixture
def late(article):
    return article(due=DUE)

def closed(day="2027-05-01"):
    return day

@pytest.mark.parametrize("day", [datetime.date(2028, 2, 29)])
def test_by_its_table(day): ...

def test_by_a_fixture(late): ...

class TestTogether:
    def test_by_itself(self):
        assert timezone.localdate()

    def test_of_colours(self):
        assert "red"
"""

    def names(self, tmp_path, text):
        (tmp_path / "test_it.py").write_text(text)
        return {name for name in dated.dated_names(tmp_path / "test_it.py") if name.startswith("test")}

    def test_are_those_that_name_a_date_or_something_that_does(self, tmp_path):
        assert self.names(tmp_path, self.TEXT) == {"test_by_its_table", "test_by_a_fixture", "test_by_itself"}

    def test_are_all_where_a_fixture_that_nobody_names_sets_the_clock(self, tmp_path):
        text = self.TEXT.replace("@pytest.fixture\n", "@pytest.fixture(autouse=True)\n")
        assert "test_of_colours" in self.names(tmp_path, text)

    def test_are_in_all_dated_files_but_those_that_have_a_reason(self):
        all_files = set(dated.dated_files())
        assert all_files - set(dated.dated_files(is_short=True)) == set(dated.ONLY_IN_THE_LONG_FORM)

    @pytest.mark.parametrize(
        ("file", "name"),
        [
            ("freshness/test_rights.py", "test_soon_is_thirty_days_and_no_more"),
            ("kb_pages/test_events.py", "test_an_event_without_hours_is_to_come_until_its_day_ends"),
            ("kb_pages/test_feeds.py", "test_an_events_calendar_holds_what_a_telephone_needs"),
            ("questions/test_reminders.py", "test_once_a_week_is_its_first_working_day"),
            ("site/test_periodic_jobs.py", "test_a_nightly_job_runs_once_a_night_also_when_the_clocks_change"),
        ],
    )
    def test_hold_the_rules_on_dates(self, file, name):
        assert name in dated.dated_names(ROOT / "tests" / file)


def is_alive(pid):
    """One that has ended stays in the list until whoever inherited it looks."""
    status = Path("/proc", str(pid), "status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def ends(pid):
    return any(not is_alive(pid) or time.sleep(0.05) for _turn in range(400))


class TestARunThatHangs:
    @pytest.fixture
    def run(self, tmp_path, monkeypatch, capsys):
        """Runs this text in place of pytest; gives the code and what was printed."""

        def start(text, limit=3):
            command = [sys.executable, "-X", "faulthandler", "-c", text]
            monkeypatch.setattr(clocks, "command_line", lambda *given: command)
            monkeypatch.setattr(clocks, "environment", lambda moment: dict(os.environ))
            (tmp_path / "ready").touch()
            code = clocks.run("a day", MOMENTS[0], [], database=tmp_path / "ready", folder=tmp_path, limit=limit)
            return code, capsys.readouterr().out

        return start

    def test_is_ended_with_a_sentence_and_says_where_it_was(self, run):
        code, said = run("import time\ndef hang(): time.sleep(600)\nhang()")
        assert code is None
        assert "a day: not at its end after 3 s (--limit): killed" in said
        assert "in hang" in said

    def test_leaves_no_process_behind(self, run, tmp_path):
        deaf = "import signal, time; signal.signal(signal.SIGABRT, signal.SIG_IGN); time.sleep(600)"
        code, said = run(
            f"import subprocess, sys, time; other = subprocess.Popen([sys.executable, '-c', {deaf!r}]);"
            "print('pid', other.pid, flush=True); time.sleep(600)"
        )
        assert code is None
        (pid,) = [int(line.split()[1]) for line in said.splitlines() if line.startswith("pid ")]
        assert ends(pid)

    def test_one_that_fails_is_told_from_one_that_ends_well(self, run):
        assert run("print('3 passed')", limit=60)[0] == 0
        code, said = run("print('1 failed'); raise SystemExit(1)", limit=60)
        assert (code, said.count("1 failed")) == (1, 2)


STOPPED = """
import os
import signal
from tests import clocks

# Whoever runs the tests in the background of a shell runs them with SIGINT ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
clocks.library, clocks.environment = lambda: "/", lambda moment: dict(os.environ)
clocks.copy_sqlite = lambda path: path.touch()
clocks.command_line = lambda *given: ["sh", "-c", "touch $PIDS/$$; exec sleep 600"]
clocks.main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_stops_it_stops_what_it_started(number, tmp_path):
    environment = os.environ | {"PIDS": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", STOPPED], cwd=ROOT, env=environment, stderr=subprocess.PIPE) as run:
        while len(pids := os.listdir(tmp_path)) < 2:
            assert run.poll() is None
            time.sleep(0.05)
        run.send_signal(number)
        run.communicate()
    assert run.returncode != 0
    assert all(ends(int(pid)) for pid in pids)


def test_ci_starts_the_short_form_and_installs_the_library():
    script = (ROOT / ".ci" / "run").read_text()
    assert '\nmake clocks ARGS="--short"\n' in script
    assert "missing+=(libfaketime)" in script


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


def test_the_short_form_has_the_moments_that_no_other_one_is_like():
    moments = [datetime.datetime.fromisoformat(clocks.CLOCKS[name]).astimezone(PARIS) for name in clocks.SHORT]
    assert any((moment.month, moment.day) == (2, 29) for moment in moments)
    assert any(moment.astimezone(datetime.UTC).year < moment.year for moment in moments)
    assert any(offset(later(moment)) < offset(moment) and moment.isoweekday() == 7 for moment in moments)


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
