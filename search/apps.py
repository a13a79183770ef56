from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One search over what the other apps register."""

    name = "clairdroit.search"
    label = "clairdroit_search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.search import checks, signal_handlers

        register(checks.check_elasticsearch)
        autodiscover_modules("search_documents")
        signal_handlers.connect_sources()
