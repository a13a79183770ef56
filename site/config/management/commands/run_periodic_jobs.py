import logging
import signal
import time
from collections.abc import Callable
from typing import Any

import schedule
from django.core.management import get_commands
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from config import conf
from config.private_files import close_what_stands_open
from config.tasks import heartbeat, run_command

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 2


class Command(BaseCommand):
    help = "Hands the periodic jobs (CLAIRDROIT_PERIODIC_JOBS) to the worker, each at its time, until it is stopped."

    stopping = False

    def stop(self, *args: Any) -> None:
        self.stopping = True

    def handle(self, *args: Any, **options: Any) -> None:
        close_what_stands_open()
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        clock = schedule.Scheduler()
        clock.every(1).minutes.do(heartbeat.enqueue)
        for command, when in conf.periodic_jobs().items():
            if command not in get_commands():
                # Its app is not installed: a site may do without the search or the questions.
                logger.warning("Periodic job left out: no such command", extra={"job": command})
                continue
            if isinstance(when, int):
                clock.every(when).minutes.do(run_command.enqueue, command)
            else:
                clock.every().day.at(when).do(run_command.enqueue, command)
        self.patiently(heartbeat.enqueue)
        while not self.stopping:
            close_old_connections()
            self.patiently(clock.run_pending)
            time.sleep(0.5)

    def patiently(self, step: Callable[[], Any]) -> None:
        """A job whose turn fails stays due, and is asked for again once the database is there."""
        try:
            step()
        except (OperationalError, InterfaceError) as error:
            # The kind alone: PostgreSQL quotes rows.
            logger.error("The clock waits for the database", extra={"reason": type(error.__cause__ or error).__name__})
            connection.close()
            time.sleep(PAUSE_SECONDS)
