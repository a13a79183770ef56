import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedTextField
from clairdroit.mail.enums import DeliveryOutcome


class DeliveryAttemptQuerySet(models.QuerySet["DeliveryAttempt"]):
    def under_way(self) -> "DeliveryAttemptQuerySet":
        return self.filter(outcome=DeliveryOutcome.STARTED)

    def abandoned(self, *, before: datetime.datetime) -> "DeliveryAttemptQuerySet":
        """Begun before that moment and never finished: the worker died in between."""
        return self.under_way().filter(started_at__lt=before)


class DeliveryAttempt(models.Model):
    """One SMTP session, committed before it begins.

    While `outcome` is "started" the row is the claim on its e-mail: the constraint lets no second worker
    in. A row left so by a crash is evidence that the session began and that its end is unknown.
    """

    email = models.ForeignKey("OutboxMail", on_delete=models.CASCADE, related_name="attempts", verbose_name=_("e-mail"))
    started_at = models.DateTimeField(_("started on"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=DeliveryOutcome.choices, default=DeliveryOutcome.STARTED
    )
    smtp_code = models.PositiveSmallIntegerField(_("server’s code"), null=True, blank=True)
    detail = EncryptedTextField(_("what the server said"), blank=True)

    objects = DeliveryAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery attempt")
        verbose_name_plural = _("delivery attempts")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(outcome=DeliveryOutcome.STARTED),
                name="attempt_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(outcome=DeliveryOutcome.DELIVERED),
                name="attempt_delivered_once",
            ),
            models.CheckConstraint(name="attempt_outcome_is_known", condition=Q(outcome__in=DeliveryOutcome.values)),
            models.CheckConstraint(
                name="attempt_finished_has_date",
                condition=Q(outcome=DeliveryOutcome.STARTED, finished_at__isnull=True)
                | (~Q(outcome=DeliveryOutcome.STARTED) & Q(finished_at__isnull=False)),
                violation_error_message=_("A finished attempt has a date, one under way has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{DeliveryOutcome(self.outcome).label} ({self.started_at:%Y-%m-%d %H:%M})"
