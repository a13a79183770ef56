"""How long what is kept. Each app says so of its own rows, with a `Sweep`; one command goes through them each night.

    RETENTION = declare(signatures=180)                         # in the app's conf.py
    sweeps.register(Sweep("signatures", signatures_before))     # in its `ready`

Sweeps run in the order of the installed apps, those above first: with a question go its mails.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from clairdroit.registries import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

T = TypeVar("T")


@dataclass
class Run:
    """One night's, or one trial's."""

    dry_run: bool = False
    # Name of the sweep and how many rows, also none; several times where it has several tables.
    removed: list[tuple[str, int]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    _made: dict[Callable[[], Any], Any] = field(default_factory=dict)

    def once(self, make: Callable[[], T]) -> T:
        """What several sweeps of an app share for as long as the run lasts."""
        if make not in self._made:
            self._made[make] = make()
        return self._made[make]


@transaction.atomic
def deleted(rows: QuerySet[Any], run: Run) -> int:
    """How many of them, without what hangs on them, such as pieces, which nobody counts."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


@dataclass(frozen=True)
class Sweep:
    """What an app removes of its own: the `rows`, of one table or several, that are older than a moment.

    `remove` commits by itself, and says how many it has removed.
    """

    # As the command's report knows it, and CLAIRDROIT_RETENTION_DAYS (`days.declare`).
    name: str
    rows: Callable[[datetime.datetime], Iterable[QuerySet[Any]]]
    # What goes is no matter of days, and nobody chooses: the moment is the present one.
    is_fixed: bool = False
    remove: Callable[[QuerySet[Any], Run], int] = deleted


sweeps = Registry[Sweep](
    key=lambda sweep: sweep.name, taken="Two apps remove {key!r} by the clock: {known!r} and {thing!r}."
)
# What else the night brings, without a figure: after all sweeps, and never in a trial.
chores = Registry[Callable[[], object]]()
