"""What strangers' forms leave behind: counts of a day that is over, and those of an hour that is over."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from clairdroit.public_forms.caches import forget_expired
from clairdroit.public_forms.models import MailAllowance
from clairdroit.retention import Sweep, chores, sweeps


def _allowances(before: datetime.datetime) -> Iterator[QuerySet[Any]]:
    yield MailAllowance.objects.filter(day__lt=timezone.localdate())


def register() -> None:
    sweeps.register(Sweep("allowances", _allowances, is_fixed=True))
    chores.register(forget_expired)
