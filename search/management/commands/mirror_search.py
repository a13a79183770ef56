from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clairdroit.search.mirror import is_configured


class Command(BaseCommand):
    help = "Tells Elasticsearch what changed since the last time, or fills its index when it has none."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_configured():
            raise CommandError("No Elasticsearch is set: the database searches. See ELASTICSEARCH_URL.")
        from clairdroit.search.mirror import filling, health

        told = filling.catch_up()
        # What could not be told stays noted. The periodic job, every minute, does not fail for it: `catch_up` and
        # `/readyz` have said so.
        trouble = health.trouble()
        self.stdout.write(f"{told} documents told to Elasticsearch.{f' {trouble.sentence}' if trouble else ''}")
