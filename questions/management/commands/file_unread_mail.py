from typing import Any

from django.core.management.base import BaseCommand

from clairdroit.questions import incoming


class Command(BaseCommand):
    help = (
        "Looks at received e-mails that were stored while the process ended before it could: after a crash or a "
        "restart. The worker runs it every ten minutes; with nothing to do it says nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = incoming.file_unread()
        if looked_at or options["verbosity"] > 1:
            self.stdout.write(f"{looked_at} received e-mails looked at.")
