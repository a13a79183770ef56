from django.apps import AppConfig
from django.core.checks import Tags, register


class MailConfig(AppConfig):
    """Outgoing mails from the row to the server's answer; received ones from the mailbox to the person's words."""

    name = "clairdroit.mail"
    label = "clairdroit_mail"

    def ready(self) -> None:
        from clairdroit.mail import checks

        register(checks.check_mailbox, Tags.compatibility)
