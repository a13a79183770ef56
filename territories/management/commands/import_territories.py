import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.territories.imports import DATA_DIR, TerritoriesError, import_territories


class Command(BaseCommand):
    help = "Load the communes, EPCI and départements of France; may be run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--folder", type=Path, default=DATA_DIR, help="a folder with newer files of the same form")

    def handle(self, *args: Any, **options: Any) -> None:
        start = time.monotonic()
        try:
            report = import_territories(options["folder"], dry_run=options["dry_run"])
        except TerritoriesError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
            return
        if report.kept:
            self.stdout.write(f"Kept because something refers to them, though they are gone: {', '.join(report.kept)}")
        did = "Would load" if options["dry_run"] else "Loaded"
        self.stdout.write(
            f"{did} {report.communes} communes, {report.postal_codes} postal codes, {report.epcis} EPCI and "
            f"{report.departements} départements in {time.monotonic() - start:.1f} s."
        )
