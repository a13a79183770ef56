"""Who among the editors receives the digest, and what stands in it."""

import dataclasses
from typing import Any

from django.db.models import QuerySet
from wagtail.models import WorkflowState

from clairdroit.mail.models import OutboxMail
from clairdroit.questions.models import ErrorReport, ProposedAnswer, Question, Telling
from clairdroit.questions.permissions import HANDLE
from clairdroit.roles.holders import holders

# The digest names so many of each kind; the lists in the admin hold them all.
NAMED = 8


@dataclasses.dataclass(frozen=True)
class DigestContent:
    """What waits for the editors that day. The lists are the oldest few, the numbers are of all."""

    answers: list[ProposedAnswer]
    answers_count: int
    late: list[Question]
    late_count: int
    no_reply: list[Question]
    no_reply_count: int
    unassigned_count: int
    to_tell_count: int
    reports_count: int
    failed_mails_count: int

    def __bool__(self) -> bool:
        return any(value for name, value in vars(self).items() if name.endswith("_count"))


def readers() -> QuerySet[Any]:
    """Whoever handles questions and has an address."""
    return holders(HANDLE)


def what_waits() -> DigestContent:
    answers = (
        ProposedAnswer.objects.filter(_workflow_states__status=WorkflowState.STATUS_IN_PROGRESS)
        .select_related("question__commune", "assignment__partner")
        .order_by("created_at")
        .distinct()
    )
    late = Question.objects.late().with_place().order_by("due_at")
    no_reply = Question.objects.no_reply().with_place().order_by("received_at")
    return DigestContent(
        answers=list(answers[:NAMED]),
        answers_count=answers.count(),
        late=list(late[:NAMED]),
        late_count=late.count(),
        no_reply=list(no_reply[:NAMED]),
        no_reply_count=no_reply.count(),
        unassigned_count=Question.objects.unassigned().count(),
        to_tell_count=Telling.objects.waiting().count(),
        reports_count=ErrorReport.objects.pending().count(),
        failed_mails_count=OutboxMail.objects.shown().failed().count(),
    )
