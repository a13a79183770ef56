from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clairdroit.mail.delivery import send_due
from clairdroit.mail.enums import DeliveryOutcome
from clairdroit.mail.models import OutboxMail


class Command(BaseCommand):
    help = "Sends the e-mails that are due. The worker runs it every minute; several at once do no harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="send at most this many")
        parser.add_argument("--dry-run", action="store_true", help="say how many are due and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"{OutboxMail.objects.due().count()} e-mails are due; nothing was sent.")
            return
        counts = send_due(limit=options["limit"])
        if not counts and options["verbosity"] < 2:
            # Every minute, nearly always: silence keeps the log readable.
            return
        self.stdout.write(
            f"{counts[DeliveryOutcome.DELIVERED]} sent, {counts[DeliveryOutcome.TEMPORARY]} to be tried again, "
            f"{counts[DeliveryOutcome.PERMANENT]} refused, {counts[DeliveryOutcome.UNCERTAIN]} uncertain."
        )
