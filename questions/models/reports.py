from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedEmailField, EncryptedTextField
from clairdroit.questions.enums import ReportStatus
from clairdroit.questions.managers import ErrorReportQuerySet
from clairdroit.questions.models.handled import Handled


class ErrorReport(Handled):
    """A reader says that something on a page is wrong."""

    page = models.CharField(_("page"), max_length=500, help_text=_("Address within this site."))
    text = EncryptedTextField(_("what is wrong"))
    email = EncryptedEmailField(_("e-mail"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ReportStatus.choices, default=ReportStatus.NEW)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("received on"), default=timezone.now)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_handled_has_date",
                condition=Q(status=ReportStatus.NEW, handled_at__isnull=True)
                | Q(status=ReportStatus.HANDLED, handled_at__isnull=False),
                violation_error_message=_("A handled report has a date, a new one has none."),
            ),
        ]

    def __str__(self) -> str:
        # Nothing of the text: this name stands in logs and titles.
        return gettext("Error report no. %(number)s") % {"number": self.pk}
