import pytest
from django.conf import settings
from django.core.management import get_commands
from django_tasks_db.models import DBTaskResult

from config.management.commands.run_periodic_jobs import Command
from config.tasks import run_command


@pytest.mark.parametrize("name", settings.CLAIRDROIT_PERIODIC_JOBS)
def test_every_periodic_job_is_a_command_that_exists(name):
    assert name in get_commands()


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
