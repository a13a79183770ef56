"""How long what is kept of questions, and of what was reported: the nightly job's rules. Nothing open goes."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from clairdroit.mail.retention import still_needed
from clairdroit.questions import actions
from clairdroit.questions.confidentiality import erasure
from clairdroit.questions.enums import ReportStatus
from clairdroit.questions.models import ErrorReport, IncomingMail, ProposedAnswer, Question
from clairdroit.retention import Run, Sweep, sweeps


def _ended(status: str) -> Sweep:
    """Everything that erasure removes; the question itself stays, as a count."""

    def rows(before: datetime.datetime) -> Iterator[QuerySet[Any]]:
        yield Question.objects.filter(status=status, ended_at__lt=before, erased_at__isnull=True)

    return Sweep(status, rows, remove=_expire)


def _expire(due: QuerySet[Question], run: Run) -> int:
    """Each in a transaction of its own."""
    notices = run.once(erasure.Notices)
    # A list, not a queryset that is read as it goes: each erasure commits.
    return sum(actions.expire(question=question, notices=notices) for question in list(due.order_by("pk")))


def _drafts(before: datetime.datetime) -> Iterator[QuerySet[Any]]:
    yield ProposedAnswer.objects.filter(sent_at__isnull=True, question__ended_at__lt=before)


@transaction.atomic
def _delete_answers(rows: QuerySet[ProposedAnswer], run: Run) -> int:
    return erasure.delete_answers(rows)


def _reports(before: datetime.datetime) -> Iterator[QuerySet[Any]]:
    yield ErrorReport.objects.filter(status=ReportStatus.HANDLED, handled_at__lt=before)


def _received_mails(before: datetime.datetime) -> Iterator[QuerySet[Any]]:
    yield IncomingMail.objects.set_aside_without_file().filter(handled_at__lt=before)


def mails_of_open_questions() -> Q:
    """While a question is open its acknowledgement is what an answer is threaded to."""
    return Q(question_mail__question__isnull=False, question_mail__question__ended_at__isnull=True)


def register() -> None:
    for sweep in (
        *(_ended(status) for status in ("answered", "closed", "out_of_scope", "spam")),
        Sweep("drafts", _drafts, remove=_delete_answers),
        Sweep("reports", _reports),
        Sweep("received_mails", _received_mails),
    ):
        sweeps.register(sweep)
    still_needed.register(mails_of_open_questions)
