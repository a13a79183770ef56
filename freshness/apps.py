from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FreshnessConfig(AppConfig):
    """Review rhythm and verification for any model that asks for it."""

    name = "clairdroit.freshness"
    label = "clairdroit_freshness"
    verbose_name = _("Freshness")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.freshness import signal_handlers
        from clairdroit.freshness.comparing import fields

        fields.register()
        signal_handlers.register()
