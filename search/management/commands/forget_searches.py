from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from clairdroit.search.query_log import forget


class Command(BaseCommand):
    help = "Forgets counts of searches that are too old, and what too few days have seen. The worker runs it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget(on=timezone.localdate())} rows about searches forgotten.")
