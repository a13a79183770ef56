from django.db import IntegrityError, transaction
from django.utils import timezone

from clairdroit.questions.enums import ReportStatus
from clairdroit.questions.models import ErrorReport
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser


def report_error(*, page: str, text: str, submission_key: str, email: str = "") -> ErrorReport:
    """A second copy of the same report changes nothing and returns the first."""
    existing = ErrorReport.objects.filter(submission_key=submission_key).first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            return ErrorReport.objects.create(page=page, text=text, email=email, submission_key=submission_key)
    except IntegrityError:
        return ErrorReport.objects.get(submission_key=submission_key)


@transaction.atomic
def handle_report(*, report: ErrorReport, user: AnyUser) -> ErrorReport:
    require(user_can_handle_questions(user))
    report = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if report.status == ReportStatus.NEW:
        report.status = ReportStatus.HANDLED
        report.handled_at, report.handled_by_id = timezone.now(), user.pk
        report.save(update_fields=["status", "handled_at", "handled_by"])
    return report
