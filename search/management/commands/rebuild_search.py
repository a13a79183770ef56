import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.search import indexing, registry


class Command(BaseCommand):
    help = "Builds the search index anew beside the present one, then swaps: readers always find one of the two."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", action="append", help="Only this kind of thing; may be repeated.")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = registry.sources()
        known = [source.kind for source in sources]
        for kind in options["kind"] or []:
            if kind not in known:
                raise CommandError(f"There is no kind {kind!r}. The kinds are: {', '.join(known) or 'none'}.")
        started = time.perf_counter()
        total = 0
        for source in sources:
            if options["kind"] and source.kind not in options["kind"]:
                continue
            total += self.rebuild(source, show_progress=options["verbosity"] > 0 and self.stdout.isatty())
        terms = indexing.count_terms()
        self.stdout.write(f"{total} documents, {terms} terms in {time.perf_counter() - started:.1f} s.")

    def rebuild(self, source: registry.SearchSource, *, show_progress: bool) -> int:
        def progress(done: int) -> None:
            self.stdout.write(f"\r{source.kind}: {done}", ending="")
            self.stdout.flush()

        count = indexing.rebuild(source, progress=progress if show_progress else None)
        self.stdout.write(f"\r{source.kind}: {count}")
        return count
