"""`make run`: what stops it says so in one sentence."""

import io
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import util
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db.migrations.recorder import MigrationRecorder

from config.management.commands import start_site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bootstrap():
    spec = util.spec_from_file_location("bootstrap", ROOT / "site" / "bootstrap.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def said(capsys):
    def one_sentence():
        lines = capsys.readouterr().err.strip().splitlines()
        assert len(lines) == 1
        return lines[0]

    return one_sentence


def test_a_port_in_use_is_refused_with_the_next_one_proposed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is already in use.*PORT={port + 1}"):
            start_site.refuse_taken_port("127.0.0.1", port)


def test_a_free_port_is_taken():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start_site.refuse_taken_port("127.0.0.1", port)


def test_an_old_python_is_refused(bootstrap, said, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit):
        bootstrap.check_machine()
    assert "Python 3.11 or newer is needed" in said()


def test_a_folder_without_write_permission_is_refused(bootstrap, said, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError

    monkeypatch.setattr(bootstrap.os, "makedirs", refuse)
    with pytest.raises(SystemExit):
        bootstrap.check_machine()
    assert "no permission to write" in said()


def test_a_failed_installation_points_to_its_log(bootstrap, said, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "LOG", str(tmp_path / "install.log"))
    with pytest.raises(SystemExit):
        bootstrap.logged([sys.executable, "-c", "raise SystemExit('no network')"], "Could not install.")
    assert "install.log" in said()
    assert "no network" in (tmp_path / "install.log").read_text()


def test_a_machine_prepared_for_tests_needs_nothing_more_to_run(bootstrap, monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    monkeypatch.setattr(bootstrap, "logged", lambda command, sentence: calls.append(command))
    bootstrap.install("dev")
    assert any("requirements-dev.txt" in part for command in calls for part in command)
    calls.clear()
    bootstrap.install("run")
    bootstrap.install("dev")
    assert not calls


def test_a_virtual_environment_of_another_python_is_not_used(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    assert bootstrap.is_usable()
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 99, 0))
    assert not bootstrap.is_usable()
    monkeypatch.setattr(bootstrap, "PYTHON", str(tmp_path / "gone"))
    assert not bootstrap.is_usable()


def test_the_site_answers_once_a_server_does_and_not_before():
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Healthy)
    port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    assert start_site.answers("127.0.0.1", port)
    server.shutdown()
    server.server_close()
    assert not start_site.answers("127.0.0.1", port)


@pytest.mark.django_db
def test_a_database_of_another_version_is_refused_with_a_way_on():
    start_site.refuse_unknown_migrations()
    MigrationRecorder.Migration.objects.create(app="clairdroit_questions", name="9999_of_tomorrow")
    with pytest.raises(CommandError, match=r"another version.*clairdroit_questions\.9999_of_tomorrow.*Nothing was"):
        start_site.refuse_unknown_migrations()


@pytest.mark.django_db
def test_migrations_of_others_that_are_gone_refuse_nothing():
    MigrationRecorder.Migration.objects.create(app="an_app_that_left", name="0001_initial")
    start_site.refuse_unknown_migrations()


def test_a_first_start_says_what_takes_so_long(monkeypatch):
    """Before anything is loaded half a minute passes: whoever started it must see that it works."""
    for name in ("close_what_stands_open", "refuse_unknown_migrations", "collect_static_files"):
        monkeypatch.setattr(start_site, name, lambda: None)
    told = io.StringIO()
    monkeypatch.setattr(start_site, "call_command", lambda name, **options: told.write(f"[{name}]"))
    monkeypatch.setattr(start_site, "has_waiting_migrations", lambda: True)
    start_site.Command(stdout=told).prepare()
    assert told.getvalue().startswith("Preparing the database…\n[migrate]")
    told.truncate(0)
    monkeypatch.setattr(start_site, "has_waiting_migrations", lambda: False)
    start_site.Command(stdout=told).prepare()
    assert "Preparing" not in told.getvalue()
