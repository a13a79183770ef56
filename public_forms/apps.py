from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class PublicFormsConfig(AppConfig):
    """Forms that anyone may send without a cookie: signed token, origin, time, rate, challenge."""

    name = "clairdroit.public_forms"
    label = "clairdroit_public_forms"
    verbose_name = _("Public forms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.public_forms import checks, retention

        retention.register()
        register(checks.check_cache, Tags.caches, deploy=True)
