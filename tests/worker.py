"""What waits for the worker, done at once, by the library's own steps, within a test's transaction."""

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult


def do_what_waits():
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )
    for waiting in DBTaskResult.objects.ready():
        waiting.claim("test")
        worker.run_task(waiting)
        waiting.refresh_from_db()
        assert not waiting.traceback, waiting.traceback
