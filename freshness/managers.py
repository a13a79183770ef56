import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from clairdroit.freshness.enums import ReviewRhythm
from clairdroit.taxonomy.months import latest_day_due_by


class VerifiableQuerySet(models.QuerySet):
    """Sets by freshness; combine it with the model's own QuerySet class."""

    def overdue(self, on: datetime.date | None = None) -> Self:
        """Never verified, or verified longer ago than the review rhythm allows."""
        return self.filter(overdue_condition(on or timezone.localdate()))

    def up_to_date(self, on: datetime.date | None = None) -> Self:
        return self.exclude(overdue_condition(on or timezone.localdate()))


def overdue_condition(on: datetime.date) -> models.Q:
    condition = models.Q(verified_at=None)
    # One comparison with a fixed day for each rhythm, which an index on verified_at can answer; adding months to a
    # column could not be.
    for months in ReviewRhythm.values:
        condition |= models.Q(review_months=months, verified_at__lte=latest_day_due_by(on, months))
    return condition
