from django.db import models
from django.utils.translation import gettext_lazy as _


class MailStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Handed over to the mail server")
    # Refused, given up or interrupted: the last attempt says which.
    FAILED = "failed", _("Not delivered")


class MailPriority(models.IntegerChoices):
    LOW = 0, _("low")
    MEDIUM = 1, _("medium")
    HIGH = 2, _("high")


class DeliveryOutcome(models.TextChoices):
    STARTED = "started", _("Under way")
    DELIVERED = "delivered", _("Handed over to the mail server")
    TEMPORARY = "temporary", _("Refused for now: will be tried again")
    PERMANENT = "permanent", _("Refused for good")
    UNCERTAIN = "uncertain", _("Interrupted: may or may not have arrived")


class PartKind(models.TextChoices):
    # Another form of the same text, such as an invitation for a calendar.
    ALTERNATIVE = "alternative", _("alternative")
    ATTACHMENT = "attachment", _("attachment")
    # A MIME part that was handed over ready made, with headers of its own.
    MIME = "mime", _("MIME part")
    # The whole message, of a class that writes itself: signed or encrypted, above all.
    MESSAGE = "message", _("message")


class DigestRhythm(models.TextChoices):
    DAILY = "daily", _("Every working day, when something waits")
    WEEKLY = "weekly", _("Once a week, when something waits")
    NEVER = "never", _("Never")
