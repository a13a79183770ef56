"""Imports the official fiches of service-public from the DILA co-marquage feed."""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.comarquage import conf
from clairdroit.comarquage.actions import import_feed
from clairdroit.comarquage.feed.errors import FeedError
from clairdroit.comarquage.models import FeedImport

PROGRESS_STEP = 250
COUNTS = ("read", "created", "changed", "unchanged", "withdrawn")
SUMMARY = {"created": "new", "changed": "changed", "unchanged": "unchanged", "withdrawn": "withdrawn"}


class Command(BaseCommand):
    help = "Reads the official zip (file, folder or address) and replaces the official sheets in one step."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "source",
            metavar="PATH_OR_URL",
            nargs="?",
            help="zip file, folder or address; by default the setting CLAIRDROIT_COMARQUAGE_URL",
        )
        parser.add_argument("--dry-run", action="store_true", help="read and compare, write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
        parser.add_argument(
            "--allow-shrinking",
            action="store_true",
            help="accept a feed that lacks more than half of what is online",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["source"] or conf.feed_url()
        try:
            entry = import_feed(
                source=source,
                dry_run=options["dry_run"],
                allow_shrinking=options["allow_shrinking"],
                progress=self.show_progress,
            )
        except FeedError as error:
            raise CommandError(str(error)) from error
        finally:
            self.clear_progress()
        if options["json"]:
            self.stdout.write(json.dumps(self.as_dict(entry, dry_run=options["dry_run"]), ensure_ascii=False))
        else:
            self.print_summary(entry, dry_run=options["dry_run"])

    def show_progress(self, count: int) -> None:
        if sys.stderr.isatty() and count % PROGRESS_STEP == 0:
            self.stderr.write(f"\r{count}", ending="")

    def clear_progress(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("\r", ending="")

    def print_summary(self, entry: FeedImport, *, dry_run: bool) -> None:
        for rejected in entry.rejected:
            self.stderr.write(f"{rejected['file']}: {rejected['reason']}")
        for name, count in entry.unknown_elements.items():
            self.stderr.write(f"unknown element {name}: {count}")
        counts = ", ".join(f"{getattr(entry, name)} {word}" for name, word in SUMMARY.items())
        summary = (
            f"{entry.read} publications read: {counts}, {entry.rejected_count} rejected, "
            f"{entry.unknown_count} unknown elements, in {entry.duration.total_seconds():.1f} s."
        )
        if dry_run:
            summary += " Dry run: nothing was written."
        self.stdout.write(summary)

    def as_dict(self, entry: FeedImport, *, dry_run: bool) -> dict[str, Any]:
        return {
            "status": str(entry.status),
            "dry_run": dry_run,
            **{name: getattr(entry, name) for name in COUNTS},
            "rejected": entry.rejected,
            "unknown_elements": entry.unknown_elements,
            "schema_versions": entry.schema_versions,
            "feed_date": entry.feed_date.isoformat() if entry.feed_date else None,
            "seconds": round(entry.duration.total_seconds(), 1),
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
