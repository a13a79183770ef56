from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from clairdroit.kb_pages.scheduling import follow_schedules


class Command(WagtailCommand):
    help = "Publishes and withdraws what was given a date for it. The worker runs it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        done = follow_schedules()
        # What waits for its translation does so each minute: it stands on the board.
        if not done.total() - done["waiting"] and options["verbosity"] < 2:
            return
        self.stdout.write(
            f"{done['published']} published, {done['withdrawn']} withdrawn, {done['failed']} that could not be."
        )
