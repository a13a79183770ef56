import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.connections.defaults import new_message_id, new_secret
from clairdroit.connections.enums import WebhookDeliveryStatus, WebhookEvent
from clairdroit.encryption import EncryptedTextField
from clairdroit.questions.models.questions import Question


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def active(self) -> "WebhookQuerySet":
        return self.filter(is_active=True)

    def switched_off(self) -> "WebhookQuerySet":
        """By the machine, after failing for too long: somebody should look."""
        return self.filter(switched_off_at__isnull=False)


class Webhook(models.Model):
    """An address of other software that is told of questions; a partner's hears of its own questions alone."""

    name = models.CharField(_("name"), max_length=100, help_text=_("For you: which software is told."))
    url = models.CharField(
        _("web address"),
        max_length=500,
        help_text=_("The messages are posted there: https://example.fr/path"),
    )
    secret = EncryptedTextField(_("secret"), default=new_secret, editable=False)
    events = models.JSONField(_("what it is told of"), default=list)
    partner = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
        help_text=_("With a partner chosen, only the questions that this partner was asked. Empty: all questions."),
    )
    is_active = models.BooleanField(_("switched on"), default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    switched_off_at = models.DateTimeField(_("switched off on"), null=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="webhook_on_or_switched_off",
                condition=Q(is_active=False) | Q(switched_off_at__isnull=True),
                violation_error_message=_("A webhook is on, or was switched off."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        if self.switched_off_at:
            return gettext("Switched off after failing")
        if not self.is_active:
            return gettext("Switched off")
        return gettext("Failing") if self.failing_since else gettext("Switched on")

    @property
    def event_labels(self) -> list[str]:
        return [str(WebhookEvent(kind).label) for kind in self.events if kind in WebhookEvent.values]


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def waiting(self) -> "WebhookDeliveryQuerySet":
        return self.filter(status=WebhookDeliveryStatus.WAITING)

    def due(self) -> "WebhookDeliveryQuerySet":
        """To be sent now; what waits for a webhook that is off is sent when it is switched on again."""
        return (
            self.waiting().filter(webhook__is_active=True, next_try_at__lte=timezone.now()).order_by("created_at", "pk")
        )

    def ended(self) -> "WebhookDeliveryQuerySet":
        return self.exclude(status=WebhookDeliveryStatus.WAITING)


class WebhookDelivery(models.Model):
    """One message for one webhook: a row of an outbox, written with the change that it tells of."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("question")
    )
    event = models.CharField(_("what happened"), max_length=30, choices=WebhookEvent.choices)
    # The same at each try: by it the receiver knows a message that it had already.
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id, editable=False)
    body = models.TextField(_("message"))
    status = models.CharField(
        _("state"), max_length=10, choices=WebhookDeliveryStatus.choices, default=WebhookDeliveryStatus.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField(_("created on"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try on"), null=True, default=timezone.now)
    ended_at = models.DateTimeField(_("ended on"), null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "next_try_at"], name="webhook_delivery_due")]
        constraints = [
            models.CheckConstraint(
                name="webhook_delivery_status_known", condition=Q(status__in=WebhookDeliveryStatus.values)
            ),
            models.CheckConstraint(
                name="webhook_waiting_has_next_try",
                condition=Q(status=WebhookDeliveryStatus.WAITING, next_try_at__isnull=False, ended_at__isnull=True)
                | (~Q(status=WebhookDeliveryStatus.WAITING) & Q(next_try_at__isnull=True, ended_at__isnull=False)),
                violation_error_message=_("A waiting message has a next try, an ended one a date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook}"

    def end(self, status: WebhookDeliveryStatus, *, at: datetime.datetime) -> None:
        """Not saved here."""
        self.status, self.ended_at, self.next_try_at = status, at, None


class WebhookAttempt(models.Model):
    """One try and what came back; the log that editors read."""

    delivery = models.ForeignKey(
        WebhookDelivery, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("webhook message")
    )
    started_at = models.DateTimeField(_("started on"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    status_code = models.PositiveSmallIntegerField(_("server’s code"), null=True)
    detail = models.TextField(_("what the server said"), blank=True)

    class Meta:
        verbose_name = _("webhook attempt")
        verbose_name_plural = _("webhook attempts")
        ordering = ["started_at", "pk"]

    def __str__(self) -> str:
        return f"{self.status_code or '–'} ({self.started_at:%Y-%m-%d %H:%M})"
