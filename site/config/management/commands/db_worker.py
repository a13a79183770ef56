import logging
import time
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands import db_worker

from config.private_files import close_what_stands_open

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 2


class PatientWorker(db_worker.Worker):
    """Goes on by itself once the database is there again: restarted, or its disk no longer full."""

    def run(self) -> None:
        while self.running:
            try:
                return super().run()
            except (OperationalError, InterfaceError) as error:
                # The kind alone: PostgreSQL quotes rows.
                logger.error(
                    "The worker waits for the database", extra={"reason": type(error.__cause__ or error).__name__}
                )
                connection.close()
                time.sleep(PAUSE_SECONDS)
        return None


class Command(db_worker.Command):
    def handle(self, **options: Any) -> None:
        close_what_stands_open()
        # The library's command makes its worker by this name, and leaves no other way to give it ours.
        theirs: Any = db_worker
        theirs.Worker = PatientWorker
        super().handle(**options)
