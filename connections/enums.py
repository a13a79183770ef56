from django.db import models
from django.utils.translation import gettext_lazy as _


class WebhookEvent(models.TextChoices):
    """What other software can be told of; the values stand in the messages (docs/webhooks.md)."""

    RECEIVED = "question.received", _("A question was received")
    ASSIGNED = "question.assigned", _("A partner was asked")
    ANSWERED = "question.answered", _("A question was answered")
    CLOSED = "question.closed", _("A question was closed without an answer")
    REOPENED = "question.reopened", _("A question was taken up again")
    MAIL_FAILED = "question.mail_failed", _("An e-mail about a question did not arrive, or perhaps not")
    TEST = "webhook.test", _("Test")


class WebhookDeliveryStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class ConnectionMail(models.TextChoices):
    """Mails of this app, all to a partner's team box but the last; templates of the same names (emails.py)."""

    KEY_ASKED = "key_asked", _("Confirmation of a new key, to a partner")
    KEY_MADE = "key_made", _("A key was made in its name, to a partner")
    WEBHOOK_SET = "webhook_set", _("A webhook is told of its questions, to a partner")
    WEBHOOK_OFF = "webhook_off", _("Webhook switched off, to whoever made it")
