from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class SignInConfig(AppConfig):
    """Signing in with a second step, the list of one's sessions and what else guards an account: docs/sign-in.md."""

    name = "clairdroit.sign_in"
    label = "clairdroit_sign_in"
    verbose_name = _("Signing in")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.shell.own_access import own_access
        from clairdroit.sign_in import checks, signal_handlers

        signal_handlers.connect()
        own_access.register("clairdroit_sign_in:access")
        register(checks.check_middleware, Tags.security)
        register(checks.check_role_names, Tags.database)
