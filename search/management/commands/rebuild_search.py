import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.search import indexing, registry
from clairdroit.search.locks import rebuilding
from clairdroit.search.mirror import is_configured


class Command(BaseCommand):
    help = "Builds the search index anew beside the present one, then swaps: readers always find one of the two."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", action="append", help="Only this kind of thing; may be repeated.")

    def handle(self, *args: Any, **options: Any) -> None:
        known = [source.kind for source in registry.sources]
        for kind in options["kind"] or []:
            if kind not in known:
                raise CommandError(f"There is no kind {kind!r}. The kinds are: {', '.join(known) or 'none'}.")
        started = time.perf_counter()
        self.show_progress = options["verbosity"] > 0 and self.stdout.isatty()
        total = 0
        with rebuilding():
            for source in registry.sources:
                if not options["kind"] or source.kind in options["kind"]:
                    total += self.rebuild(source)
            terms = indexing.count_terms()
            if is_configured():
                self.fill_mirror()
        self.stdout.write(f"{total} documents, {terms} terms in {time.perf_counter() - started:.1f} s.")

    def rebuild(self, source: registry.SearchSource) -> int:
        count = indexing.rebuild(source, progress=self.progress(source.kind))
        self.stdout.write(f"\r{source.kind}: {count}")
        return count

    def fill_mirror(self) -> None:
        from clairdroit.search.mirror import filling, server

        try:
            count = filling.rebuild(progress=self.progress("Elasticsearch"))
        except (*server.ERRORS, filling.MirrorError) as error:
            raise CommandError(
                f"The database’s index is rebuilt; Elasticsearch’s is not: {server.trouble_of(error).sentence} "
                "The site searches with the database, and the periodic job mirror_search tries again. "
                "Check ELASTICSEARCH_URL and the server."
            ) from error
        self.stdout.write(f"\rElasticsearch: {count}")

    def progress(self, name: str) -> Callable[[int], None] | None:
        def write(done: int) -> None:
            self.stdout.write(f"\r{name}: {done}", ending="")
            self.stdout.flush()

        return write if self.show_progress else None
