import io
import logging
import os

from django.core.management import CommandError, call_command
from django_tasks import task

logger = logging.getLogger(__name__)


@task(priority=100)  # before all else that waits: a long queue is not a dead worker
def heartbeat() -> None:
    """Does nothing: that it is done shows `/readyz` that a worker is alive."""


@task()
def run_command(name: str, options: dict[str, bool | int | str] | None = None) -> None:
    """A management command, run by the worker. What it says goes to the log, whose lines are JSON in production.

    One that ends with 75 ("try again later") has told of its trouble itself: no error for each turn.
    """
    said = io.StringIO()
    try:
        call_command(name, stdout=said, **(options or {}))
    except CommandError as error:
        if error.returncode != os.EX_TEMPFAIL:
            raise
        logger.info("Job put off", extra={"job": name, "said": str(error)})
        return
    logger.info("Job done", extra={"job": name, "said": said.getvalue().strip()})
