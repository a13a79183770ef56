from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    """Communes, EPCI and départements: the geography that every other app refers to."""

    name = "clairdroit.territories"
    label = "clairdroit_territories"
    verbose_name = _("Territories")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.territories import checks

        register(checks.check_base_template, Tags.compatibility)
