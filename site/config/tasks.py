import io
import logging

from django.core.management import call_command
from django_tasks import task

logger = logging.getLogger(__name__)


@task(priority=100)  # before all else that waits: a long queue is not a dead worker
def heartbeat() -> None:
    """Does nothing: that it is done shows `/readyz` that a worker is alive."""


@task()
def run_command(name: str, options: dict[str, bool | int | str] | None = None) -> None:
    """A management command, run by the worker. What it says goes to the log, whose lines are JSON in production."""
    said = io.StringIO()
    call_command(name, stdout=said, **(options or {}))
    logger.info("Job done", extra={"job": name, "said": said.getvalue().strip()})
