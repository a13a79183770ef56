import datetime
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedJSONField, EncryptedTextField, Unreadable
from clairdroit.mail import conf
from clairdroit.mail.enums import DeliveryOutcome, MailPriority, MailStatus
from clairdroit.mail.models.attempts import DeliveryAttempt
from clairdroit.mail.shown_keys import without_keys

# How long the home page tells of an account's mail that failed: whoever waits for one asks again within days.
FAILURES_TOLD = datetime.timedelta(days=7)
# What a mail says, and to whom, as `update` empties it; the identifier stays, so that a bounce is known as one of ours.
CONTENTS: dict[str, object] = {
    "from_email": "",
    "to": [],
    "cc": [],
    "bcc": [],
    "subject": "",
    "message": "",
    "html_message": "",
    "headers": {},
}


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    def shown(self) -> "OutboxMailQuerySet":
        """Mails that one of our apps has written. All others, a password to be set anew first of all, are nobody's to
        read: not listed, not opened, not sent again by hand."""
        return self.filter(is_shown=True)

    def of_others(self) -> "OutboxMailQuerySet":
        """Of accounts, of Django and Wagtail: sent like ours, and shown nowhere."""
        return self.filter(is_shown=False)

    def waiting(self) -> "OutboxMailQuerySet":
        return self.filter(status=MailStatus.WAITING)

    def failed(self) -> "OutboxMailQuerySet":
        return self.filter(status=MailStatus.FAILED)

    def lately_failed(self) -> "OutboxMailQuerySet":
        return self.failed().filter(changed_at__gte=timezone.now() - FAILURES_TOLD)

    def due(self) -> "OutboxMailQuerySet":
        """Waiting, not held back until later, and not in the hands of another worker."""
        now = timezone.now()
        return (
            self.waiting()
            .filter(Q(not_before__isnull=True) | Q(not_before__lte=now))
            .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
            .exclude(attempts__outcome=DeliveryOutcome.STARTED)
            .order_by("-priority", "created_at", "pk")
        )

    def expired(self) -> "OutboxMailQuerySet":
        """Still waiting when nobody has any use for it; one that a worker holds is not."""
        waiting = self.waiting().filter(expires_at__lte=timezone.now())
        return waiting.exclude(attempts__outcome=DeliveryOutcome.STARTED)

    def late(self) -> "OutboxMailQuerySet":
        """Waiting for so long that the mail server or the worker must be down; `/readyz` says the same."""
        return self.waiting().filter(created_at__lt=timezone.now() - conf.backlog())


class OutboxMail(models.Model):
    """An e-mail, written in the transaction of the change that causes it. Whoever sends it is `mail.delivery`."""

    from_email = EncryptedTextField(_("from"))
    to = EncryptedJSONField(_("to"), default=list, blank=True)
    cc = EncryptedJSONField(_("copy to"), default=list, blank=True)
    bcc = EncryptedJSONField(_("blind copy to"), default=list, blank=True)
    subject = EncryptedTextField(_("subject"), blank=True)
    # The names that Django's `send_mail` has for them.
    message = EncryptedTextField(_("text"), blank=True)
    html_message = EncryptedTextField(_("text in HTML"), blank=True)
    # Of `message`: "html" for a mail that has no plain text at all.
    subtype = models.CharField(max_length=40, default="plain", editable=False)
    # Of what holds the attachments: "related" where HTML shows images that come with it.
    mixed_subtype = models.CharField(max_length=40, default="mixed", editable=False)
    headers = EncryptedJSONField(_("headers"), default=dict, blank=True)
    message_id = models.CharField("Message-ID", max_length=255, db_index=True, editable=False)
    # Of its app: what sort of mail it is, as its three templates are called. Empty for what others send.
    kind = models.CharField(_("kind"), max_length=40, blank=True, default="", editable=False)
    # Only what one of our apps has written stands in a register, its keys masked.
    is_shown = models.BooleanField(default=False, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=MailStatus.choices, default=MailStatus.WAITING)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=MailPriority.choices, default=MailPriority.MEDIUM
    )
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    expires_at = models.DateTimeField(_("of use until"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, db_index=True)
    changed_at = models.DateTimeField(_("changed on"), default=timezone.now, db_index=True)

    objects = OutboxMailQuerySet.as_manager()

    # It refers to nothing that an editor could look for the uses of.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("e-mail sent")
        verbose_name_plural = _("e-mails sent")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # What `due` asks for each minute, among all that was sent in months.
            models.Index(
                name="outbox_waiting", fields=["-priority", "created_at"], condition=Q(status=MailStatus.WAITING)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="outbox_status_is_known", condition=Q(status__in=MailStatus.values)),
            models.CheckConstraint(name="outbox_priority_is_known", condition=Q(priority__in=MailPriority.values)),
        ]

    def __str__(self) -> str:
        # Neither the address nor the subject: this name stands in logs and titles.
        return gettext("E-mail no. %(number)s") % {"number": self.pk}

    @property
    def shown_subject(self) -> str:
        return without_keys(self.subject)

    @property
    def shown_text(self) -> str:
        """For whoever is not its reader: the links in it are keys, and not theirs."""
        return without_keys(self.message)

    @property
    def recipients_in_words(self) -> str:
        return str(self.to) if isinstance(self.to, Unreadable) else ", ".join(self.to)

    @property
    def is_waiting(self) -> bool:
        return self.status == MailStatus.WAITING

    @property
    def is_failed(self) -> bool:
        return self.status == MailStatus.FAILED

    @property
    def is_unreadable(self) -> bool:
        """Its key is missing: nobody must receive the sentence that stands in place of the text."""
        return any(isinstance(getattr(self, name), Unreadable) for name in CONTENTS)

    @property
    def was_of_no_use(self) -> bool:
        """Given up because its time was over, before any server had it."""
        return self.is_failed and self.expires_at is not None and self.expires_at <= self.changed_at

    @property
    def state(self) -> str:
        """In words, for whoever looks after the outbox."""
        attempt = self.last_attempt
        has_ended = self.is_failed and attempt is not None and attempt.outcome != DeliveryOutcome.TEMPORARY
        if attempt is not None and (has_ended or attempt.outcome == DeliveryOutcome.STARTED):
            return str(DeliveryOutcome(attempt.outcome).label)
        if self.is_failed:
            return gettext("Not sent in time") if self.was_of_no_use else gettext("Not delivered")
        if not self.is_waiting:
            return gettext("Handed over to the mail server")
        if attempt is not None and attempt.outcome == DeliveryOutcome.TEMPORARY:
            return gettext("Waiting to be tried again")
        if attempt is None and self.not_before is not None and self.not_before > timezone.now():
            time = timezone.localtime(self.not_before)
            return gettext("Waiting until %(time)s") % {"time": date_format(time, "TIME_FORMAT")}
        return gettext("Waiting")

    @property
    def last_attempt(self) -> DeliveryAttempt | None:
        return max(self.attempts.all(), key=lambda attempt: attempt.pk, default=None)

    def as_message(self) -> EmailMessage:
        """What Django's back-ends send. Raises UnreadableTextError where the key of an attachment is missing."""
        message: Any = EmailMultiAlternatives(
            subject=self.subject,
            body=self.message,
            from_email=self.from_email,
            to=self.to,
            cc=self.cc,
            bcc=self.bcc,
            headers={**self.headers, "Message-ID": self.message_id},
        )
        message.content_subtype = self.subtype
        # Django 6 knows "mixed" alone, and refuses a message that says anything of it.
        if hasattr(EmailMessage, "mixed_subtype"):
            message.mixed_subtype = self.mixed_subtype
        if self.html_message:
            message.attach_alternative(self.html_message, "text/html")
        for part in self.parts.all():
            message = part.put_into(message)
        return message
