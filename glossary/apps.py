from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    """Acronyms and hard words, explained to readers and known to the search."""

    name = "clairdroit.glossary"
    label = "clairdroit_glossary"
    verbose_name = _("Glossary")
    default_auto_field = "django.db.models.BigAutoField"
