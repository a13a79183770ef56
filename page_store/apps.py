from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class PageStoreConfig(AppConfig):
    """Keeps the pages that views say may be kept, and drops them when a table that they read is written to."""

    name = "clairdroit.page_store"
    label = "clairdroit_page_store"
    verbose_name = _("Kept pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.page_store import conf, tables

        # Without a store nobody looks into statements. Each process that writes has to: worker and commands, too.
        if conf.megabytes():
            connection_created.connect(tables.watch_connection, dispatch_uid="clairdroit_page_store")
