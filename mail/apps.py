from django.apps import AppConfig


class MailConfig(AppConfig):
    """Outgoing mails from the row to the server's answer; received ones from the mailbox to the person's words."""

    name = "clairdroit.mail"
    label = "clairdroit_mail"
