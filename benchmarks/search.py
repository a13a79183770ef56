"""How long one search takes in one process, on the index that the settings name.

    .venv/bin/python benchmarks/search.py [queries.jsonl] [--commune 78646] [--backend NAME …]

Prints the median and the 99th percentile in milliseconds, of the wall clock and of the processor: on a machine that
does other things at the same time, only the second means anything.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUERIES = [
    "je ne peux plus payer mon loyer",
    "rsa",
    "carte grise",
    "divorce par consentement mutuel",
    "alocation logement",
    "mairie",
    "ccas versailles",
    "Bonjour, je voudrais savoir si je peux avoir une aide pour payer ma facture d’électricité, merci",
    "congé maternité",
    "handicap carte de stationnement",
]


def main() -> None:
    parser = argparse.ArgumentParser(description="Times the search.")
    parser.add_argument("queries", nargs="?", help="JSON lines with “query”; default: ten of our own.")
    parser.add_argument("--commune", default="", help="The reader's commune (INSEE code).")
    parser.add_argument(
        "--backend", action="append", help="`database` or `elasticsearch`; may be repeated. Default: the site's."
    )
    parser.add_argument("--limit", type=int, default=200)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("DEBUG", "false")
    import django

    django.setup()
    from clairdroit.search import registry
    from clairdroit.search.backends import BackendError, backend_named
    from clairdroit.search.models import SearchDocument
    from clairdroit.search.query import search
    from clairdroit.search.request import SearchRequest

    texts = QUERIES
    if options.queries:
        texts = [json.loads(line)["query"] for line in Path(options.queries).read_text().splitlines() if line.strip()]
    texts = texts[:: max(1, len(texts) // options.limit)]
    place = registry.place_of(options.commune) if options.commune else None
    print(f"{SearchDocument.objects.live().count()} documents, {len(texts)} queries")
    for name in options.backend or [""]:
        backend = backend_named(name) if name else None

        def ask(text: str) -> None:
            search(SearchRequest(text=text, place=place), backend=backend)  # noqa: B023 – called in this round alone

        try:
            for text in texts[:5]:
                ask(text)
            wall, processor = timed(ask, texts)
        except BackendError as error:
            sys.exit(f"{name}: nothing was measured. {error}")
        for clock, times in (("wall clock", wall), ("processor", processor)):
            p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
            print(f"{name} {clock}: median {statistics.median(times):.1f} ms, p99 {p99:.1f} ms".strip())


def timed(ask: Callable[[str], None], texts: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of the wall clock and of the processor, each in order."""
    wall, processor = [], []
    for text in texts:
        started, started_processor = time.perf_counter(), time.process_time()
        ask(text)
        wall.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - started_processor) * 1000)
    return sorted(wall), sorted(processor)


if __name__ == "__main__":
    main()
