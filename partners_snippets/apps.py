from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersSnippetsConfig(AppConfig):
    """The directory of partners, their places and their private contacts."""

    name = "clairdroit.partners_snippets"
    label = "clairdroit_partners_snippets"
    verbose_name = _("Partners")
    default_auto_field = "django.db.models.BigAutoField"
