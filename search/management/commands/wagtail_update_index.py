from typing import Any

from django.core.management.base import CommandError
from wagtail.search.management.commands.wagtail_update_index import Command as WagtailCommand

from clairdroit.search.mirror import is_configured


class Command(WagtailCommand):
    """Wagtail's own; it also runs every night, and a server that is away is no reason for a trace in the log."""

    def handle(self, **options: Any) -> None:
        if not is_configured():
            return super().handle(**options)
        from elasticsearch.helpers import BulkIndexError

        from clairdroit.search.mirror import server

        try:
            return super().handle(**options)
        except (*server.ERRORS, BulkIndexError) as error:
            raise CommandError(
                f"The admin’s search is not rebuilt: {server.trouble_of(error).sentence} "
                "Until it is, its index may lack what has changed. Check ELASTICSEARCH_URL and the server."
            ) from error
