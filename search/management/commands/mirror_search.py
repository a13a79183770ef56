from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clairdroit.search.mirror import is_configured


class Command(BaseCommand):
    help = "Tells Elasticsearch what changed since the last time, or fills its index when it has none."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_configured():
            raise CommandError("No Elasticsearch is set: the database searches. See ELASTICSEARCH_URL.")
        from clairdroit.search.mirror import filling

        self.stdout.write(f"{filling.catch_up()} documents told to Elasticsearch.")
