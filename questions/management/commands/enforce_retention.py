from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clairdroit.questions.jobs import retention


class Command(BaseCommand):
    help = "Removes words, addresses and e-mails that were kept long enough; docs/confidentiality.md lists them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go and remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [(name, number) for name, number in retention.enforce(dry_run=options["dry_run"]) if number]
        if not found and options["verbosity"] < 2:
            # Most nights: silence keeps the log readable.
            return
        said = ", ".join(f"{number} {name}" for name, number in found) or "nothing"
        self.stdout.write(f"{'Would be removed' if options['dry_run'] else 'Removed'}: {said}.")
