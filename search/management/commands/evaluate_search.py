import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.search import evaluation, registry
from clairdroit.search.backends import BackendError, backend_named


class Command(BaseCommand):
    help = "Runs the public search on queries with known answers: how often the answer is among the first k."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help='JSON lines: {"query", "target_id", "kind", "query_id"?}.')
        parser.add_argument("--k", type=int, default=5, help="The first k results count (default 5).")
        parser.add_argument("--among", default="sheet", help="The kind of thing that is searched (default sheet).")
        parser.add_argument(
            "--backend", choices=["database", "elasticsearch"], help="This one alone; default: the one the site uses."
        )
        parser.add_argument("--json", action="store_true", help="Prints figures for a program.")

    def handle(self, *args: Any, **options: Any) -> None:
        if registry.sources.get(options["among"]) is None:
            kinds = ", ".join(source.kind for source in registry.sources)
            raise CommandError(f"There is no kind {options['among']!r}. The kinds are: {kinds or 'none'}.")
        try:
            cases = evaluation.read_cases(Path(options["file"]))
        except (OSError, evaluation.QueriesError) as error:
            raise CommandError(f"The queries could not be read: {error}") from error
        if not cases:
            raise CommandError(f"{options['file']} holds no query.")
        try:
            backend = backend_named(options["backend"]) if options["backend"] else None
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        try:
            outcomes = evaluation.run(cases, document_kind=options["among"], backend=backend)
        except BackendError as error:
            # Figures of the queries before it would be those of another file.
            raise CommandError(f"Nothing was measured. {error} Check ELASTICSEARCH_URL and the server.") from error
        figures = evaluation.summary(outcomes, options["k"])
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))
            return
        names = list(figures["all"])
        self.stdout.write(f"{'kind':<16}" + "".join(f"{name:>12}" for name in names))
        for kind, measures in figures.items():
            self.stdout.write(f"{kind:<16}" + "".join(f"{measures[name]:>12}" for name in names))
