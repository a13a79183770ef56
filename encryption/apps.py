from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class EncryptionConfig(AppConfig):
    """Fields whose texts are encrypted in the database, their keys, and the way to new ones."""

    name = "clairdroit.encryption"
    label = "clairdroit_encryption"
    verbose_name = _("Encryption")

    def ready(self) -> None:
        from clairdroit.encryption.checks import check_encryption_keys, check_sessions

        register(check_encryption_keys, Tags.security)
        register(check_sessions, Tags.security)
