import datetime
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from clairdroit.encryption import Unreadable
from clairdroit.mail.address_spellings import box_of
from clairdroit.moderation.urgency import UNPROMISED
from clairdroit.questions.enums import (
    ACTIVE_ASSIGNMENTS,
    GENUINE_STATUSES,
    GIVEN_TO_READ,
    OPEN_STATUSES,
    WAITING_ASSIGNMENTS,
    AssignmentStatus,
    EventKind,
    QuestionStatus,
    ReportStatus,
    TellingKind,
)

if TYPE_CHECKING:
    from clairdroit.questions.models import (  # noqa: F401
        Assignment,
        ErrorReport,
        FoundHelp,
        PartnerAbsence,
        Question,
        RoutingRule,
    )

# The first digits of the question's uuid.
REFERENCE = re.compile("[0-9A-Fa-f]{8}")


class QuestionQuerySet(models.QuerySet["Question"]):
    # Of the ended ones, the newest first.
    BY_URGENCY = ("is_ended", "is_calm", "pressing_at", "-pk")

    def open(self) -> "QuestionQuerySet":
        return self.filter(status__in=OPEN_STATUSES)

    def written_to(self, address: str) -> list["Question"]:
        """Those of this mailbox. Addresses are sealed in the database: each is opened to be compared."""
        box = box_of(address)
        readable = (each for each in self if not isinstance(each.email, Unreadable))
        return [each for each in readable if each.email and box_of(each.email) == box]

    def with_reference(self, written: str) -> "QuestionQuerySet":
        """By the number that people read out, as they type it; none for anything else."""
        digits = "".join(mark for mark in written if mark not in " \u00a0#-")
        if not REFERENCE.fullmatch(digits):
            return self.none()
        return self.filter(uuid__range=(uuid.UUID(digits + "0" * 24), uuid.UUID(digits + "f" * 24)))

    def genuine(self) -> "QuestionQuerySet":
        """Everything but spam: what indicators may count."""
        return self.filter(status__in=GENUINE_STATUSES)

    def unassigned(self) -> "QuestionQuerySet":
        """Open, nobody is working on it, and no answer waits to be handed over: the coordinator's basket."""
        tellings = apps.get_model("clairdroit_questions", "Telling").objects.waiting()
        answered = tellings.filter(question=OuterRef("pk"), kind=TellingKind.ANSWER)
        return self.open().exclude(assignments__status__in=ACTIVE_ASSIGNMENTS).exclude(Exists(answered))

    def late(self) -> "QuestionQuerySet":
        """Open after the day on which its answer was expected."""
        return self.open().filter(due_at__lte=timezone.now())

    def no_reply(self) -> "QuestionQuerySet":
        """Open, and of the partners asked that could still answer, none has given a sign for long."""
        at_work = ACTIVE_ASSIGNMENTS - {AssignmentStatus.SILENT}
        return (
            self.open()
            .filter(Exists(_assignments(status=AssignmentStatus.SILENT)))
            .exclude(Exists(_assignments(status__in=at_work)))
        )

    def unmet(self) -> "QuestionQuerySet":
        """For which, at some time, no partner could be found: spam and misdirected ones left out."""
        needed = apps.get_model("clairdroit_questions", "Event").objects.filter(
            question=OuterRef("pk"), kind=EventKind.NO_CANDIDATE
        )
        return self.genuine().exclude(status=QuestionStatus.OUT_OF_SCOPE).filter(Exists(needed))

    def taken_down_by(self, user: Any) -> "QuestionQuerySet":
        """Of people who came or telephoned, and told this user."""
        return self.filter(taken_down_by=user.pk, erased_at__isnull=True)

    def with_urgency(self) -> "QuestionQuerySet":
        """What BY_URGENCY orders by: the database's words for `urgency.rank`, the ended ones after the open."""
        is_open = Q(status__in=OPEN_STATUSES)
        unpromised = models.ExpressionWrapper(F("received_at") + UNPROMISED, output_field=models.DateTimeField())
        return self.alias(
            is_ended=Case(When(is_open, then=Value(0)), default=Value(1)),
            is_calm=Case(When(is_open & Q(due_at__lte=timezone.now()), then=Value(0)), default=Value(1)),
            pressing_at=Case(When(is_open, then=Coalesce("due_at", unpromised))),
        )

    def with_place(self) -> "QuestionQuerySet":
        return self.select_related("commune")


def _assignments(**conditions: Any) -> models.QuerySet["Assignment"]:
    """Of the question at hand, as a subquery: a join would show a question once for each of them."""
    return apps.get_model("clairdroit_questions", "Assignment").objects.filter(question=OuterRef("pk"), **conditions)


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
        """Under review, joined with another, or sent; also when the question was taken up again since.

        Of a part that has ended, as it was then: what an editor sends or joins later brings it onto no list.
        """
        sent = Q(answer__sent_at__isnull=False) | Q(answer__merged_into__isnull=False)
        active = Q(status__in=ACTIVE_ASSIGNMENTS) & (Q(status=AssignmentStatus.PROPOSED) | sent)
        not_used = Q(status=AssignmentStatus.RELEASED, proposed_at__isnull=False)
        return self.filter(active | Q(left_sent_at__isnull=False) | not_used)

    def with_answers(self) -> "AssignmentQuerySet":
        """With what the partner wrote, and what that was joined into."""
        return self.select_related("answer__merged_into__merged_into")

    def with_signs(self) -> "AssignmentQuerySet":
        """With all that tells when the partner last gave a sign."""
        words = apps.get_model("clairdroit_questions", "Event").objects.filter(
            question=OuterRef("question"), kind__in=GIVEN_TO_READ
        )
        last_word = words.order_by("-at").values("at")[:1]
        return self.select_related("partner", "question__commune", "answer__latest_revision").annotate(
            given_to_read_at=Subquery(last_word)
        )

    def loads(self, partners: list[int]) -> dict[int, int]:
        """Partner → how many of these assignments it has."""
        mine = self.filter(partner__in=partners).order_by()
        return dict(mine.values_list("partner").annotate(total=models.Count("pk")))

    def on_open_questions(self) -> "AssignmentQuerySet":
        return self.filter(question__status__in=OPEN_STATUSES)


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    def for_heading(self, heading: str) -> "RoutingRuleQuerySet":
        return self.filter(heading=heading)

    def with_all(self) -> "RoutingRuleQuerySet":
        return self.select_related("commune", "epci", "departement").prefetch_related("kinds__kind", "partners")


class AbsenceQuerySet(models.QuerySet["PartnerAbsence"]):
    def on(self, day: datetime.date) -> "AbsenceQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day: datetime.date) -> "AbsenceQuerySet":
        return self.filter(ends_on__gte=day)


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def pending(self) -> "ErrorReportQuerySet":
        return self.filter(status=ReportStatus.NEW)


class FoundHelpQuerySet(models.QuerySet["FoundHelp"]):
    def since(self, month: datetime.date) -> "FoundHelpQuerySet":
        return self.filter(month__gte=month)

    def by_month(self) -> "list[tuple[datetime.date, int]]":
        """All of each month together, the latest first."""
        return list(self.order_by("-month").values_list("month").annotate(total=models.Sum("times")))
