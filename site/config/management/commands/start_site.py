import os
import socket
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from config import conf
from config.private_files import close_what_stands_open
from config.processes import Processes
from config.serving import web_command
from config.static_files import collect_static_files

ROOT = Path(__file__).resolve().parents[4]


class Command(BaseCommand):
    help = "Brings the database up to date and starts the web server, the worker and the periodic jobs in one terminal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        refuse_taken_port(host, port)
        address = f"http://{host}:{port}/"
        if not os.environ.get("CLAIRDROIT_BASE_URL"):
            # The mails that the demonstration queues while it loads link back to this port.
            settings.WAGTAILADMIN_BASE_URL = address.rstrip("/")
        try:
            self.prepare()
        except KeyboardInterrupt:
            raise CommandError("Stopped before the site was ready. The same command goes on from there.") from None
        self.stdout.write("Starting…")
        self.stdout.flush()
        processes = site_processes(host=host, port=port, address=address.rstrip("/"))
        sys.exit(processes.run(is_ready=lambda: answers(host, port), announcement=self.announcement(address)))

    def announcement(self, address: str) -> str:
        lines = [self.style.SUCCESS(f"\nThe site is at {address}  —  editors sign in at {address}admin/")]
        if apps.is_installed("demo"):
            from demo.accounts import describe_accounts

            lines.append(describe_accounts())
        return "\n".join([*lines, "Ctrl-C stops everything.\n\n"])

    def prepare(self) -> None:
        close_what_stands_open()
        try:
            refuse_unknown_migrations()
            if has_waiting_migrations():
                # The longest part of a first start: half a minute in which nothing else would be said.
                self.stdout.write("Preparing the database…")
                self.stdout.flush()
                call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            if not settings.DEBUG:
                collect_static_files()
            if apps.is_installed("demo"):
                call_command("load_demo", once=True)
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be used ({error}). Check DATABASE_URL, and that its folder can be written to."
            ) from error


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CommandError(f"Port {port} needs administrator rights. Take another: make run PORT=8000") from error
        except OSError as error:
            raise CommandError(f"Port {port} is already in use. Take another: make run PORT={port + 1}") from error


def refuse_unknown_migrations() -> None:
    """A database of a newer version, or of one before the first release: its tables are not those of this code."""
    loader = MigrationExecutor(connection).loader
    unknown = {f"{label}.{name}" for label, name in set(loader.applied_migrations) - set(loader.disk_migrations)}
    ours = sorted(name for name in unknown if name.startswith("clairdroit_"))
    if ours:
        raise CommandError(
            f"The database was made by another version of Clairdroit (it knows {ours[-1]}). Nothing was changed. "
            "Install that version again. Where it holds a demonstration alone, start with an empty database: move the "
            f"folder {settings.VAR_DIR} away."
        )


def has_waiting_migrations() -> bool:
    """A second start has none, and is spared what Django does after each `migrate`."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def answers(host: str, port: int) -> bool:
    """Whether the web server answers by now. Asked without urllib, which would go through a proxy."""
    web = HTTPConnection(host, port, timeout=2)
    try:
        web.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return web.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        web.close()


def site_processes(*, host: str, port: int, address: str) -> Processes:
    environment = {
        **os.environ,
        "CLAIRDROIT_BASE_URL": os.environ.get("CLAIRDROIT_BASE_URL") or address,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": str(ROOT / "site"),
        "PYTHONUNBUFFERED": "1",
    }
    python, manage = sys.executable, str(ROOT / "manage.py")
    commands = {
        "web": web_command(
            host=host,
            port=port,
            workers=conf.web_workers(),
            threads=conf.web_threads(),
        ),
        "worker": [python, manage, "db_worker", "--no-reload", "--no-startup-delay"],
        "clock": [python, manage, "run_periodic_jobs"],
    }
    return Processes(commands, environment=environment, folder=str(ROOT))
