import datetime
from zoneinfo import ZoneInfo

import pytest
import schedule
from django.conf import settings
from django.core.management import get_commands
from django_tasks_db.models import DBTaskResult

from config.management.commands.run_periodic_jobs import Command
from config.tasks import run_command
from tests.repository.files import ROOT

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("name", settings.CLAIRDROIT_PERIODIC_JOBS)
def test_every_periodic_job_is_a_command_that_exists(name):
    assert name in get_commands()


def test_a_site_of_ones_own_is_told_of_each_of_them():
    """Whoever starts them by cron has no other list; `sign_in` is of the reference site alone."""
    told = (ROOT / "docs" / "installing.md").read_text()
    expected = {*settings.CLAIRDROIT_PERIODIC_JOBS, "mirror_search", "wagtail_update_index", "fetch_mail"}
    assert {name for name in expected - {"forget_sign_ins"} if f"`manage.py {name}`" not in told} == set()


@pytest.mark.django_db
def test_the_clock_asks_for_a_heartbeat_at_once(monkeypatch):
    command = Command()
    command.stopping = True
    monkeypatch.setattr("signal.signal", lambda *args: None)
    command.handle()
    assert DBTaskResult.objects.filter(task_path="config.tasks.heartbeat").count() == 1


@pytest.mark.django_db
def test_a_periodic_job_runs_its_command_and_logs_what_it_says(monkeypatch, caplog, capsys):
    called = []

    def call(name, *, stdout, **options):
        called.append((name, options))
        stdout.write("3 sessions deleted.\n")

    monkeypatch.setattr("config.tasks.call_command", call)
    with caplog.at_level("INFO"):
        run_command.call("clearsessions", {"verbosity": 0})
    assert called == [("clearsessions", {"verbosity": 0})]
    assert (caplog.records[-1].job, caplog.records[-1].said) == ("clearsessions", "3 sessions deleted.")
    assert not capsys.readouterr().out


class Clock(datetime.datetime):
    """What `schedule` takes for now."""

    at = datetime.datetime(2026, 10, 24, 12)

    @classmethod
    def now(cls, tz=None):
        return cls.at


@pytest.mark.parametrize(
    ("start", "nights"),
    [(datetime.datetime(2026, 3, 28, 12), 2), (datetime.datetime(2026, 10, 24, 12), 2)],
    ids=["an hour is missing", "an hour comes twice"],
)
def test_a_nightly_job_runs_once_a_night_also_when_the_clocks_change(monkeypatch, start, nights):
    """The wall clock is what is asked: at the end of October it goes from 02:59 back to 02:00."""
    monkeypatch.setattr(schedule.datetime, "datetime", Clock)
    Clock.at = start
    ran = []
    scheduler = schedule.Scheduler()
    scheduler.every().day.at("02:30").do(lambda: ran.append(Clock.at))
    elapsed = datetime.datetime(start.year, start.month, start.day, 12, tzinfo=PARIS).astimezone(datetime.UTC)
    for _ in range(48 * 6):
        Clock.at = elapsed.astimezone(PARIS).replace(tzinfo=None)
        scheduler.run_pending()
        elapsed += datetime.timedelta(minutes=10)
    assert len(ran) == nights
    assert len({moment.date() for moment in ran}) == nights


@pytest.mark.django_db
def test_jobs_are_asked_for_each_at_its_time_until_the_clock_is_stopped(monkeypatch, settings):
    settings.CLAIRDROIT_PERIODIC_JOBS = {"clearsessions": 1, "publish_scheduled": "03:10"}
    command, due = Command(), []

    def run(scheduler):
        due.extend((job.interval, job.unit, str(job.at_time)) for job in scheduler.jobs)
        for job in scheduler.jobs:
            job.run()
        command.stop()

    monkeypatch.setattr("signal.signal", lambda *args: None)
    monkeypatch.setattr(schedule.Scheduler, "run_pending", run)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    # It would close the connection of the test's own transaction on PostgreSQL.
    monkeypatch.setattr("config.management.commands.run_periodic_jobs.close_old_connections", lambda: None)
    command.handle()
    assert due == [(1, "minutes", "None"), (1, "minutes", "None"), (1, "days", "03:10:00")]
    asked = DBTaskResult.objects.filter(task_path="config.tasks.run_command")
    assert sorted(result.args_kwargs["args"][0] for result in asked) == ["clearsessions", "publish_scheduled"]


def test_a_job_that_fails_is_a_failed_task_and_not_a_silent_one(monkeypatch):
    def fail(name, **options):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("config.tasks.call_command", fail)
    with pytest.raises(RuntimeError):
        run_command.call("clearsessions")


@pytest.mark.django_db
def test_a_job_whose_app_is_not_installed_is_left_out_and_the_log_says_so(monkeypatch, settings, caplog):
    settings.CLAIRDROIT_PERIODIC_JOBS = {"rebuild_search": "03:40", "clearsessions": "03:10"}
    monkeypatch.setattr("config.management.commands.run_periodic_jobs.get_commands", lambda: {"clearsessions": ""})
    monkeypatch.setattr("signal.signal", lambda *args: None)
    asked = []
    monkeypatch.setattr("schedule.Job.do", lambda job, function, *arguments: asked.append(arguments))
    command = Command()
    command.stopping = True
    command.handle()
    assert asked == [(), ("clearsessions",)]
    assert [record.job for record in caplog.records if "left out" in record.message] == ["rebuild_search"]
