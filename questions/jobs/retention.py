"""How long what is kept: the daily job's rules. Nothing open is ever removed by a clock."""

import datetime
from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.models import FormState

from clairdroit.mail.addresses import renew_address_keys
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.public_forms.allowances import forget_allowances
from clairdroit.questions import actions, conf
from clairdroit.questions.confidentiality import erasure
from clairdroit.questions.enums import ReportStatus
from clairdroit.questions.models import ErrorReport, IncomingMail, ProposedAnswer, Question


def enforce(*, dry_run: bool = False) -> Iterator[tuple[str, int]]:
    """Yields what was removed, rule by rule: its name and how many. Each question in a transaction of its own."""
    days = conf.retention_days()
    limits = {name: timezone.now() - datetime.timedelta(days=number) for name, number in days.items()}
    notices = erasure.Notices()
    for status in ("answered", "closed", "out_of_scope", "spam"):
        due = Question.objects.filter(status=status, ended_at__lt=limits[status], erased_at__isnull=True)
        yield status, due.count() if dry_run else _expire(due, notices)
    for name, rows in _others(limits):
        yield name, rows.count() if dry_run else _remove(name, rows)
    # After all rules, so that nothing of what they removed stays in the database's journal.
    if not dry_run:
        renew_address_keys()
        forget_allowances()
        erasure.empty_journal()


def _others(limits: dict[str, datetime.datetime]) -> Iterator[tuple[str, models.QuerySet]]:
    unsent = ProposedAnswer.objects.filter(sent_at__isnull=True)
    yield "drafts", unsent.filter(question__ended_at__lt=limits["drafts"])
    # While a question is open its acknowledgement is what an answer is threaded to.
    about_open = Q(question_mail__question__isnull=False, question_mail__question__ended_at__isnull=True)
    mails = OutboxMail.objects.exclude(about_open)
    yield "mails", mails.filter(status=MailStatus.SENT, changed_at__lt=limits["mails"])
    yield "failed_mails", mails.filter(status=MailStatus.FAILED, changed_at__lt=limits["failed_mails"])
    handled = ErrorReport.objects.filter(status=ReportStatus.HANDLED)
    yield "reports", handled.filter(handled_at__lt=limits["reports"])
    set_aside = IncomingMail.objects.set_aside_without_file()
    yield "received_mails", set_aside.filter(handled_at__lt=limits["received_mails"])
    for model in apps.get_app_config("axes").get_models() if apps.is_installed("axes") else ():
        if any(field.name == "attempt_time" for field in model._meta.get_fields()):
            yield "sign_ins", model._default_manager.filter(attempt_time__lt=limits["sign_ins"])
    yield "previews", FormState.objects.stale()


def _expire(due: models.QuerySet[Question], notices: erasure.Notices) -> int:
    # A list, not a queryset that is read as it goes: each erasure commits.
    return sum(actions.expire(question=question, notices=notices) for question in list(due.order_by("pk")))


@transaction.atomic
def _remove(name: str, rows: models.QuerySet) -> int:
    if name == "drafts":
        return erasure.delete_answers(rows)
    # Not with what hangs on them, such as a mail's pieces, which nobody counts.
    return rows.delete()[1].get(rows.model._meta.label, 0)
