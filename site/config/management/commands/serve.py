import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import conf
from config.private_files import close_what_stands_open
from config.serving import web_command

SITE = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    help = "Runs the web server of a production site (granian), until it is stopped. A proxy in front ends TLS."
    # The database may start later than the site.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        close_what_stands_open()
        command = web_command(
            host=options["host"],
            port=options["port"],
            workers=conf.web_workers(),
            threads=conf.web_threads(),
        )
        given = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(SITE), given]))
        sys.stdout.flush()
        # In this process's place: the signals of a supervisor reach the server itself.
        os.execv(command[0], command)
