from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.encryption import KeyFormatError, make_key
from clairdroit.encryption.keys import keyring
from clairdroit.encryption.rotation import Count, Store, stores


class Command(BaseCommand):
    help = (
        "Brings every encrypted text to the first key of CLAIRDROIT_ENCRYPTION_KEYS, and seals what stands in clear. "
        "The site may run meanwhile; after a stop, the same command goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="write a new key and change nothing")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self.stdout.write(make_key())
            return
        try:
            key = keyring()[0]
        except (ImproperlyConfigured, KeyFormatError) as error:
            raise CommandError(f"CLAIRDROIT_ENCRYPTION_KEYS: {error}") from error
        dry_run = options["dry_run"]
        rows, due, unreadable = 0, 0, 0
        for store in stores():
            count = self._walk(store, dry_run=dry_run)
            rows, due, unreadable = rows + count.rows, due + count.due, unreadable + count.unreadable
        done = "to be brought" if dry_run else "brought"
        self.stdout.write(f"{rows} rows looked at, {due} texts {done} to the key {key.id}.")
        if unreadable:
            raise CommandError(
                f"{unreadable} texts cannot be opened: their key is missing. They are kept as they are. "
                "Put the key back at the end of CLAIRDROIT_ENCRYPTION_KEYS and run this again."
            )

    def _walk(self, store: Store, *, dry_run: bool) -> Count:
        count = Count()
        for count in store.walk(dry_run=dry_run):
            if self.stdout.isatty():
                self.stdout.write(f"\r{store.label}: {count.rows} rows, {count.due} texts", ending="")
                self.stdout.flush()
        if self.stdout.isatty():
            self.stdout.write("")
        return count
