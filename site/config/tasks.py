from django.core.management import call_command
from django_tasks import task


@task(priority=100)  # before all else that waits: a long queue is not a dead worker
def heartbeat() -> None:
    """Does nothing: that it is done shows `/readyz` that a worker is alive."""


@task()
def run_command(name: str, options: dict[str, bool | int | str] | None = None) -> None:
    """A periodic job: a management command, run by the worker."""
    call_command(name, **(options or {}))
