"""Settings of this app and their defaults; docs/settings.md lists them."""

import datetime

from django.conf import settings


def delivery_backend() -> str:
    """What the outbox speaks to the mail server with; `EMAIL_BACKEND` is the outbox itself."""
    return getattr(settings, "CLAIRDROIT_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")


def backlog() -> datetime.timedelta:
    """Mails that wait for longer than this are late: the mail server or the worker must be down."""
    return datetime.timedelta(minutes=getattr(settings, "CLAIRDROIT_MAIL_BACKLOG_MINUTES", 30))
