"""The nightly run: each app's sweeps, then their chores, then SQLite's journal. No rule here removes what is open."""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from clairdroit.retention import Run, chores, conf, sweeps
from clairdroit.retention.journal import empty_journal

logger = logging.getLogger(__name__)


def enforce(*, dry_run: bool = False) -> Run:
    run, now, days = Run(dry_run=dry_run), timezone.now(), conf.days()
    for sweep in sweeps:
        with _alone(sweep.name, run):
            before = now if sweep.is_fixed else now - datetime.timedelta(days=days[sweep.name])
            for rows in sweep.rows(before):
                run.removed.append((sweep.name, rows.count() if dry_run else sweep.remove(rows, run)))
    if not dry_run:
        for chore in chores:
            with _alone(getattr(chore, "__name__", repr(chore)), run):
                chore()
        # Last, so that nothing of what was removed stays in it.
        empty_journal()
    return run


@contextmanager
def _alone(name: str, run: Run) -> Iterator[None]:
    """One that fails is logged and named, and the others do their part: no word stays because of another table."""
    try:
        yield
    except Exception:
        logger.exception("What was kept long enough could not be removed", extra={"sweep": name})
        run.failed.append(name)
