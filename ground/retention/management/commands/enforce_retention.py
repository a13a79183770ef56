from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.retention.enforcing import enforce


class Command(BaseCommand):
    help = "Removes words, addresses and e-mails that were kept long enough; docs/confidentiality.md lists them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go and remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        run = enforce(dry_run=options["dry_run"])
        found = [(name, number) for name, number in run.removed if number]
        # Most nights: silence keeps the log readable.
        if found or options["verbosity"] > 1:
            said = ", ".join(f"{number} {name}" for name, number in found) or "nothing"
            self.stdout.write(f"{'Would be removed' if run.dry_run else 'Removed'}: {said}.")
        if run.failed:
            raise CommandError(f"Not removed: {', '.join(run.failed)}. The log says why.")
