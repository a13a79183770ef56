import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Email

from clairdroit.encryption import EncryptedTextField, Unreadable
from clairdroit.mail.shown_keys import without_keys
from clairdroit.partners_snippets.models.link_versions import VERSION_LENGTH
from clairdroit.questions.enums import DeliveryOutcome, MailKind
from clairdroit.questions.managers import DeliveryAttemptQuerySet
from clairdroit.questions.models.questions import Assignment, Question

# How long the home page tells of an account's mail that failed: whoever waits for one asks again within days.
FAILURES_TOLD = datetime.timedelta(days=7)
# What a mail says, and to whom.
CONTENTS: dict[str, object] = {
    "to": "",
    "cc": "",
    "bcc": "",
    "subject": "",
    "message": "",
    "html_message": "",
    "headers": None,
    "context": None,
}


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    def shown(self) -> "OutboxMailQuerySet":
        """Mails of this app. All others, a password to be set anew first of all, are nobody's to read: not listed,
        not opened, not sent again by hand."""
        return self.filter(Q(question_mail__isnull=False) | Q(general_mail__isnull=False))

    def of_others(self) -> "OutboxMailQuerySet":
        """Of accounts, of Django and Wagtail: sent like ours, and shown nowhere."""
        return self.filter(question_mail__isnull=True, general_mail__isnull=True)

    def lately_failed(self) -> "OutboxMailQuerySet":
        return self.failed().filter(last_updated__gte=timezone.now() - FAILURES_TOLD)

    def waiting(self) -> "OutboxMailQuerySet":
        return self.filter(status__in=[STATUS.queued, STATUS.requeued])

    def due(self) -> "OutboxMailQuerySet":
        """Waiting, not held back until later, and not in the hands of another worker."""
        now = timezone.now()
        return (
            self.waiting()
            .filter(Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=now))
            .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
            .exclude(attempts__outcome=DeliveryOutcome.STARTED)
            .order_by("-priority", "created", "pk")
        )

    def failed(self) -> "OutboxMailQuerySet":
        return self.filter(status=STATUS.failed)

    def late(self) -> "OutboxMailQuerySet":
        """Waiting for so long that the mail server or the worker must be down; `/readyz` says the same."""
        limit = timezone.now() - datetime.timedelta(minutes=getattr(settings, "CLAIRDROIT_MAIL_BACKLOG_MINUTES", 30))
        return self.waiting().filter(created__lt=limit)


class OutboxMail(Email):
    """A row of the outbox, whichever app queued it; django-post-office owns the table."""

    objects = OutboxMailQuerySet.as_manager()

    # It refers to nothing that an editor could look for the uses of.
    wagtail_reference_index_ignore = True

    class Meta:
        proxy = True
        verbose_name = _("e-mail sent")
        verbose_name_plural = _("e-mails sent")
        ordering = ["-created", "-pk"]

    @property
    def shown_subject(self) -> str:
        return without_keys(self.subject)

    @property
    def shown_text(self) -> str:
        """For whoever is not its reader: the links in it are keys, and not theirs."""
        return without_keys(self.message)

    @property
    def is_shown(self) -> bool:
        """As `shown` says it of many."""
        return hasattr(self, "question_mail") or hasattr(self, "general_mail")

    @property
    def is_waiting(self) -> bool:
        return self.status in (STATUS.queued, STATUS.requeued)

    @property
    def is_failed(self) -> bool:
        return self.status == STATUS.failed

    @property
    def is_unreadable(self) -> bool:
        """Its key is missing: nobody must receive the sentence that stands in place of the text."""
        parts = (self.subject, self.message, self.html_message, self.headers, self.context)
        return any(isinstance(part, Unreadable) for part in (*self.to, *self.cc, *self.bcc, *parts))

    @property
    def state(self) -> str:
        """In words, for whoever looks after the outbox."""
        attempt = self.last_attempt
        if attempt is not None and (self.is_failed or attempt.outcome == DeliveryOutcome.STARTED):
            return str(DeliveryOutcome(attempt.outcome).label)
        if self.is_failed:
            return gettext("Not delivered")
        if not self.is_waiting:
            return gettext("Handed over to the mail server")
        if attempt is not None and attempt.outcome == DeliveryOutcome.TEMPORARY:
            return gettext("Waiting to be tried again")
        if attempt is None and self.scheduled_time is not None and self.scheduled_time > timezone.now():
            time = timezone.localtime(self.scheduled_time)
            return gettext("Waiting until %(time)s") % {"time": date_format(time, "TIME_FORMAT")}
        return gettext("Waiting")

    @property
    def last_attempt(self) -> "DeliveryAttempt | None":
        return max(self.attempts.all(), key=lambda attempt: attempt.pk, default=None)


class QuestionMail(models.Model):
    """Which question an e-mail belongs to, so that its file shows it and erasure finds it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="mails", verbose_name=_("question"))
    email = models.OneToOneField(
        OutboxMail, on_delete=models.CASCADE, related_name="question_mail", verbose_name=_("e-mail")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind.choices)
    # Empty for what goes to the citizen.
    assignment = models.ForeignKey(
        Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name=_("assignment")
    )
    # Of the partner's links when it was written; empty for what goes to the citizen.
    links_version = models.CharField(max_length=VERSION_LENGTH, blank=True, default="", editable=False)
    # How many parts of the person's words it shows to a partner (`details`).
    parts = models.PositiveSmallIntegerField(default=0, editable=False)
    # The outbox's own column has no index; replies and bounces are found by it.
    message_id = models.CharField(max_length=255, blank=True, default="", db_index=True, editable=False)

    class Meta:
        verbose_name = _("e-mail about a question")
        verbose_name_plural = _("e-mails about questions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="mail_kind_is_known", condition=Q(kind__in=MailKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.question.reference} – {MailKind(self.kind).label}"


class SentWords(models.Model):
    """What one mail of ours says, as digests that only this site can make (`intake.sent`): the mail itself goes before
    its question does, and is quoted long after."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", verbose_name=_("question"))
    digests = models.BinaryField()

    class Meta:
        verbose_name = _("words of an e-mail that was sent")
        verbose_name_plural = _("words of e-mails that were sent")

    def __str__(self) -> str:
        return f"{self.question_id}/{self.pk}"


class GeneralMail(models.Model):
    """A mail of ours about no question: a digest, a new link. That it is ours is why the register shows it."""

    email = models.OneToOneField(
        OutboxMail, on_delete=models.CASCADE, related_name="general_mail", verbose_name=_("e-mail")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind.choices)

    class Meta:
        verbose_name = _("e-mail about no question")
        verbose_name_plural = _("e-mails about no question")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="general_mail_kind_is_known", condition=Q(kind__in=MailKind.values)),
        ]

    def __str__(self) -> str:
        return str(MailKind(self.kind).label)


class DeliveryAttempt(models.Model):
    """One dialogue with the mail server, committed before it begins.

    While `outcome` is "started" the row is the claim on its e-mail: the constraint lets no second worker
    in. A row left so by a crash is evidence that the dialogue began and that its end is unknown.
    """

    email = models.ForeignKey(OutboxMail, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("e-mail"))
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
