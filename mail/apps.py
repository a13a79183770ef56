from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """Outgoing mails from the row to the server's answer; received ones from the mailbox to the person's words."""

    name = "clairdroit.mail"
    label = "clairdroit_mail"
    verbose_name = _("E-mails")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.mail import checks

        register(checks.check_mailbox, Tags.compatibility)
        register(checks.check_delivery, Tags.compatibility)
        register(checks.check_mails, Tags.compatibility, deploy=True)
