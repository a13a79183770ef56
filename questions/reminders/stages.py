"""After how many working days each stage begins; a routing rule has its own for asking the next partner."""

import datetime

from django.utils import timezone

from clairdroit.questions import conf
from clairdroit.questions.enums import GIVEN_TO_READ
from clairdroit.questions.models import Assignment
from clairdroit.taxonomy import working_days


def last_sign(assignment: Assignment) -> datetime.date:
    """The last day on which the partner was asked, read the question or wrote at its answer, or others gave it more
    to read: a citizen's detail, an editor's wish for changes.
    """
    signs = [assignment.notified_at, assignment.seen_at, _given_to_read_at(assignment)]
    answer = getattr(assignment, "answer", None)
    if answer is not None and answer.latest_revision is not None:
        signs.append(answer.latest_revision.created_at)
    return timezone.localdate(max(sign for sign in signs if sign is not None))


def _given_to_read_at(assignment: Assignment) -> datetime.datetime | None:
    """Known already of one that came `with_signs`."""
    if hasattr(assignment, "given_to_read_at"):
        return assignment.given_to_read_at
    given = assignment.question.events.filter(kind__in=GIVEN_TO_READ)
    return given.order_by("-at").values_list("at", flat=True).first()


def days_without_sign(assignment: Assignment, today: datetime.date) -> int:
    return working_days.working_days_between(last_sign(assignment), today, assignment.question.departement)


def is_to_remind(assignment: Assignment, today: datetime.date) -> bool:
    """Each reminder starts the count again; one that was given up as silent is listed with others, no more.

    While the citizen is asked for a detail, the delay is not the partner's.
    """
    since = last_sign(assignment)
    if assignment.reminded_at is not None:
        since = max(since, timezone.localdate(assignment.reminded_at))
    waited = working_days.working_days_between(since, today, assignment.question.departement)
    return not (assignment.is_silent or assignment.is_waiting_for_citizen) and waited >= conf.remind_after()
