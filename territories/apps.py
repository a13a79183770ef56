from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    """Communes, EPCI and départements: the geography that every other app refers to."""

    name = "clairdroit.territories"
    label = "clairdroit_territories"
    verbose_name = _("Territories")
    default_auto_field = "django.db.models.BigAutoField"
