"""One command line for the web server, whoever starts it, and as many database connections as it has threads."""

import asyncio
import concurrent.futures
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from config.checks import check_connections
from config.management.commands import start_site
from config.serving import web_command
from config.settings.base import database
from tests.ports import free_port
from tests.programs import migrated
from tests.proof.processes import web_answers

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL = "postgres://clairdroit@127.0.0.1/site"


def option(command, name):
    return command[command.index(f"--{name}") + 1]


class TestOneCommandLine:
    def executed(self, monkeypatch, *arguments):
        ran = []
        monkeypatch.setenv("PYTHONPATH", "")
        monkeypatch.setattr("os.execv", lambda program, command: ran.append((program, command)))
        call_command("serve", *arguments)
        return ran[0]

    def test_start_site_starts_what_serve_runs(self, monkeypatch):
        program, command = self.executed(monkeypatch, "--host", "127.0.0.9", "--port", "8123")
        site = start_site.site_processes(host="127.0.0.9", port=8123, address="http://127.0.0.9:8123")
        assert site.commands["web"] == command
        assert program == sys.executable

    def test_it_is_found_from_any_folder(self, monkeypatch):
        self.executed(monkeypatch)
        assert os.environ["PYTHONPATH"] == str(ROOT / "site")

    @pytest.mark.parametrize(
        ("file", "line"),
        [
            ("compose.yaml", "exec python manage.py serve --host 0.0.0.0"),
            ("site/Dockerfile", 'CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]'),
            ("docs/production.md", "`manage.py serve --host 127.0.0.1 --port 8000`"),
        ],
    )
    def test_containers_and_the_manual_run_serve_and_name_no_options_of_the_server(self, file, line):
        text = (ROOT / file).read_text()
        assert line in text
        assert not re.search(r"granian +-|--interface|--blocking-threads|gunicorn|uwsgi", text)

    def test_of_the_containers_only_the_web_server_is_open_on_the_machine_and_no_password_is_known(self):
        text = (ROOT / "compose.yaml").read_text()
        assert re.findall(r"ports: .*", text) == ['ports: ["127.0.0.1:8000:8000"]']
        assert re.findall(r"POSTGRES_PASSWORD: ([^,}]+)", text) == ['"${POSTGRES_PASSWORD']
        assert "clairdroit:clairdroit@" not in text

    def test_threads_and_processes_are_as_many_as_set(self):
        command = web_command(host="127.0.0.1", port=8000, workers=3, threads=5)
        assert (option(command, "workers"), option(command, "blocking-threads")) == ("3", "5")
        # Connections wait, and do not end, while all threads are busy: a proxy keeps more open than there are threads.
        assert int(option(command, "backpressure")) >= 500
        assert "--respawn-failed-workers" in command


class TestConnections:
    def test_the_threads_of_a_web_server_share_a_pool_that_outlives_a_restart(self):
        config = database(POSTGRESQL, pool=4)
        assert config["OPTIONS"]["pool"]["max_size"] == 4
        # Each connection is tried before it is used; Django refuses a pool of connections that last.
        assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (0, True)

    def test_without_a_pool_no_thread_of_a_web_server_keeps_a_connection(self):
        config = database(POSTGRESQL, pool=0)
        assert "pool" not in config["OPTIONS"]
        assert config["CONN_MAX_AGE"] == 0

    def test_a_process_of_one_thread_keeps_its_own(self):
        config = database(POSTGRESQL)
        assert "pool" not in config["OPTIONS"]
        assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (60, True)

    def test_sqlite_knows_no_pool(self, tmp_path):
        assert "pool" not in database(f"sqlite:///{tmp_path}/site.sqlite3", pool=4)["OPTIONS"]

    def test_what_answers_requests_has_the_pool_and_a_command_has_not(self):
        code = (
            "import json; from django.conf import settings; print(json.dumps(settings.DATABASES['default']['OPTIONS']))"
        )
        environment = os.environ | {
            "DATABASE_URL": POSTGRESQL,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "CLAIRDROIT_WEB_THREADS": "3",
            "PYTHONPATH": str(ROOT / "site"),
        }
        printed = [
            subprocess.run(
                [sys.executable, "-c", text], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
            ).stdout
            for text in (f"import config.wsgi; {code}", code)
        ]
        served, commanded = map(json.loads, printed)
        assert served["pool"]["max_size"] == 3
        assert "pool" not in commanded


async def ask(port, path):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])


def all_at_once(port, number):
    """In a thread of its own: a browser that this process has opened runs an event loop in the first."""

    async def asked():
        return await asyncio.gather(*(ask(port, "/") for _ in range(number)))

    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked()).result()


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_hundred_at_once_again_and_again_are_all_answered_by_eight_connections(tmp_path):
    import psycopg

    port = free_port()
    with migrated("postgresql", tmp_path) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEBUG": "false",
            "CLAIRDROIT_VAR_DIR": str(tmp_path),
            "REDIS_URL": "",
            "ELASTICSEARCH_URL": "",
            "PYTHONPATH": str(ROOT / "site"),
        }
        for preparation in ("createcachetable", "collectstatic --no-input -v0"):
            subprocess.run([sys.executable, "manage.py", *preparation.split()], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            while not web_answers(port):
                assert server.poll() is None
            for _round in range(4):
                assert set(all_at_once(port, 100)) == {200}
                with psycopg.connect(url) as link:
                    counted = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    assert link.execute(counted).fetchone()[0] - 1 <= 8
        finally:
            server.terminate()
            assert server.wait(timeout=60) == 0


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file, which has no number of connections")
class TestAsManyAsPostgreSQLAllows:
    def test_the_settings_as_they_are_fit(self):
        assert check_connections(None, databases=["default"]) == []

    @pytest.mark.parametrize("pool", [10, 0])
    def test_more_processes_than_it_has_connections_for_are_named(self, settings, pool):
        settings.CLAIRDROIT_WEB_WORKERS, settings.CLAIRDROIT_WEB_THREADS, settings.CLAIRDROIT_DATABASE_POOL = (
            40,
            10,
            pool,
        )
        (found,) = check_connections(None, databases=["default"])
        assert "405 connections" in found.msg
        assert "max_connections" in found.hint

    def test_only_a_check_that_may_use_the_database_asks_it(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert check_connections(None, databases=None) == []
