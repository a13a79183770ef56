import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.kb_pages.actions import record_address
from clairdroit.shell import conf
from demo.accounts import describe_accounts
from demo.loader.run import NotADemoError, is_loaded, load


class Command(BaseCommand):
    help = (
        "Loads a made-up town with its articles, partners, news, events and questions. Safe to run again: "
        "it brings the demonstration's texts back, and never touches a database that holds a real site."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", action="store_true", help="Only add what is missing; keep what was changed.")
        parser.add_argument("--once", action="store_true", help="Do nothing if the demonstration is already there.")

    def handle(self, *args: Any, keep: bool, once: bool, **options: Any) -> None:
        if not conf.is_demo():
            raise CommandError("This is not a demonstration site: set CLAIRDROIT_DEMO=true to make it one.")
        if once and is_loaded():
            record_address(settings.WAGTAILADMIN_BASE_URL)  # `make run PORT=…` changes from one start to the next
            return
        start = time.monotonic()
        self.stdout.write("Loading the demonstration town…")
        try:
            loading = load(keep=keep)
        except NotADemoError as error:
            raise CommandError(f"Nothing was loaded: {error}") from error
        self.stdout.write(f"Wrote {loading.summary()} in {time.monotonic() - start:.0f} s.")
        if not once:
            self.stdout.write(describe_accounts())
