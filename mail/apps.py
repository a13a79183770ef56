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
        from wagtail.permissions import register_permission_policy

        from clairdroit.admin_lists.permissions import RecordsPolicy
        from clairdroit.mail import checks, retention
        from clairdroit.mail.models import UnreachableAddress
        from clairdroit.mail.permissions import SEE_OUTBOX

        retention.register()
        register_permission_policy(UnreachableAddress, RecordsPolicy(UnreachableAddress, SEE_OUTBOX))
        register(checks.check_mailbox, Tags.compatibility)
        register(checks.check_delivery, Tags.compatibility)
        register(checks.check_mails, Tags.compatibility, deploy=True)
