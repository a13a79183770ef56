import json
import os
import sys
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, connection

from clairdroit.mail import receiving


class Command(BaseCommand):
    help = (
        "Takes one e-mail from standard input, as a mail server's pipe gives it. Ends with 0 once it is safely stored, "
        "whatever becomes of it; with 75 (try again later) when the database is away."
    )
    # Looking at every URL and template costs more than the message.
    requires_system_checks: list[str] = []
    stealth_options = ("stdin",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="the last line says what became of it, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        source: BinaryIO = options.get("stdin") or sys.stdin.buffer
        try:
            self.keep_small()
            received = receiving.receive(source)
        except receiving.NoReceiverError as error:
            raise CommandError(str(error), returncode=os.EX_TEMPFAIL) from error
        except (DatabaseError, InterfaceError) as error:
            # sysexits.h: the mail server keeps the message and tries again.
            raise CommandError(
                "The database did not take the message: try again later.", returncode=os.EX_TEMPFAIL
            ) from error
        if not options["json"]:
            if options["verbosity"] > 1:
                self.stdout.write(f"Stored as no. {received.number}: {received.record['status']}.")
            return
        record = received.record
        if not received.is_new:
            record = {**record, "status": "held", "reason": "duplicate: the same message had arrived before (doublon)."}
        self.stdout.write(json.dumps(record))

    def keep_small(self) -> None:
        """A site's page cache on SQLite is worth its 32 MB to a server, not to a process that stores one message."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA cache_size=-2000")
