import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.partners_snippets.imports.files import UnreadableFileError
from clairdroit.partners_snippets.imports.loading import ImportReport, PartnerImport
from clairdroit.territories.models import Commune


class Command(BaseCommand):
    help = "Load partners from JSON lines or data·inclusion Excel/CSV; run it again with a newer file at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help=".jsonl, .jsonl.gz, .xlsx or .csv")
        parser.add_argument("--dry-run", action="store_true", help="read and compare everything, change nothing")
        parser.add_argument("--json", action="store_true", help="print the whole report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Commune.objects.exists():
            raise CommandError("There are no communes yet: run manage.py import_territories first.")
        start = time.monotonic()
        run = PartnerImport(dry_run=options["dry_run"], progress=self._progress(options))
        try:
            report = run.run(options["path"])
        except UnreadableFileError as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - start
        if options["json"]:
            figures = asdict(report) | {"seconds": round(seconds, 1), "dry_run": options["dry_run"]}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        else:
            self._print(report, seconds, options)

    def _progress(self, options: dict[str, Any]) -> Any:
        if options["json"] or options["verbosity"] == 0 or not self.stdout.isatty():
            return None
        return lambda count: self.stdout.write(f"\r{count} rows read", ending="")

    def _print(self, report: ImportReport, seconds: float, options: dict[str, Any]) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
        for bad in report.rejected:
            self.stdout.write(f"Line {bad.line} rejected: {bad.reason}")
        if options["verbosity"] > 1:
            for bad in report.warnings:
                self.stdout.write(f"Line {bad.line}: {bad.reason}")
        elif report.warnings:
            self.stdout.write(f"{len(report.warnings)} values left out or kept as words; see them with -v 2.")
        if report.absent:
            self.stdout.write(f"{report.absent} partners of these sources are no longer in the file; they stay.")
        if report.set_aside:
            self.stdout.write(f"{report.set_aside} values differ from an editor’s correction; the correction stays.")
        would = "Would have " if options["dry_run"] else ""
        self.stdout.write(
            f"{would}read {report.read} rows in {seconds:.1f} s: {report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {len(report.rejected)} rejected."
        )
