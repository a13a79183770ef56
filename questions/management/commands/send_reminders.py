import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clairdroit.questions.jobs.reminders import run
from clairdroit.taxonomy import working_days


class Command(BaseCommand):
    help = (
        "Notes partners that do not reply, reminds team boxes, tells citizens that it takes longer and briefs the "
        "editors: once a day, on working days. Running it twice sends nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        today: datetime.date = timezone.localdate()
        if not working_days.is_working_day_here(today):
            self.stdout.write(f"{today} is no working day: nothing is sent.")
            return
        counts = run(today=today, dry_run=options["dry_run"])
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{counts['silent']} partners {would}noted as silent; {counts['partners']} team boxes, "
            f"{counts['citizens']} citizens and {counts['editors']} editors {would}written to."
        )
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} reminders failed: the log says which.")
