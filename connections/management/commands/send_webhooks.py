from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clairdroit.connections.enums import WebhookDeliveryStatus
from clairdroit.connections.models import WebhookDelivery
from clairdroit.connections.webhooks.delivering import forget_old, send_due


class Command(BaseCommand):
    help = "Tells other software what happened to questions. The worker runs it every minute; two at once do no harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="send at most this many")
        parser.add_argument("--dry-run", action="store_true", help="say how many are due and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"{WebhookDelivery.objects.due().count()} messages are due; nothing was sent.")
            return
        counts, forgotten = send_due(limit=options["limit"]), forget_old()
        if not counts and not forgotten and options["verbosity"] < 2:
            return
        self.stdout.write(
            f"{counts[WebhookDeliveryStatus.DELIVERED]} delivered, {counts[WebhookDeliveryStatus.WAITING]} to be tried "
            f"again, {counts[WebhookDeliveryStatus.GIVEN_UP]} given up, {forgotten} old ones forgotten."
        )
