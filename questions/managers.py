import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clairdroit.questions.enums import (
    ACTIVE_ASSIGNMENTS,
    GENUINE_STATUSES,
    OPEN_STATUSES,
    WAITING_ASSIGNMENTS,
    AssignmentStatus,
    DeliveryOutcome,
    ReportStatus,
)

if TYPE_CHECKING:
    from clairdroit.questions.models import Assignment, DeliveryAttempt, ErrorReport, FoundHelp, Question  # noqa: F401


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> "QuestionQuerySet":
        return self.filter(status__in=OPEN_STATUSES)

    def genuine(self) -> "QuestionQuerySet":
        """Everything but spam: what indicators may count."""
        return self.filter(status__in=GENUINE_STATUSES)

    def unassigned(self) -> "QuestionQuerySet":
        """Open, and nobody is working on it: the coordinator's basket."""
        return self.open().exclude(assignments__status__in=ACTIVE_ASSIGNMENTS)

    def older_than(self, days: int) -> "QuestionQuerySet":
        return self.filter(received_at__lt=timezone.now() - datetime.timedelta(days=days))

    def with_place(self) -> "QuestionQuerySet":
        return self.select_related("commune")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active(self) -> "AssignmentQuerySet":
        return self.filter(status__in=ACTIVE_ASSIGNMENTS)

    def waiting(self) -> "AssignmentQuerySet":
        """The partner has yet to answer or decline."""
        return self.filter(status__in=WAITING_ASSIGNMENTS)

    def waiting_for_citizen(self) -> "AssignmentQuerySet":
        """The partner asked the citizen for a detail, and nothing came yet: its delay is not its own."""
        return self.filter(waiting_for_citizen_since__isnull=False)

    def handed_in(self) -> "AssignmentQuerySet":
        """An answer is under review, or was sent; also when the question was taken up again since."""
        return self.filter(Q(status=AssignmentStatus.PROPOSED) | Q(answer__sent_at__isnull=False))

    def on_open_questions(self) -> "AssignmentQuerySet":
        return self.filter(question__status__in=OPEN_STATUSES)


class DeliveryAttemptQuerySet(models.QuerySet["DeliveryAttempt"]):
    def under_way(self) -> "DeliveryAttemptQuerySet":
        return self.filter(outcome=DeliveryOutcome.STARTED)

    def abandoned(self, *, before: datetime.datetime) -> "DeliveryAttemptQuerySet":
        """Begun before that moment and never finished: the worker died in between."""
        return self.under_way().filter(started_at__lt=before)


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def pending(self) -> "ErrorReportQuerySet":
        return self.filter(status=ReportStatus.NEW)


class FoundHelpQuerySet(models.QuerySet["FoundHelp"]):
    def since(self, month: datetime.date) -> "FoundHelpQuerySet":
        return self.filter(month__gte=month)

    def by_month(self) -> "list[tuple[datetime.date, int]]":
        """All of each month together, the latest first."""
        return list(self.order_by("-month").values_list("month").annotate(total=models.Sum("times")))
