"""How long one search takes in one process, on the index that the settings name.

    .venv/bin/python tests/benchmarks/search.py [queries.jsonl] [--commune 78646] [--backend NAME …] [--rounds 5]

Prints the median and the 99th percentile in milliseconds, of the wall clock and of the processor: on a machine that
does other things at the same time, only the second means anything, or the best of several rounds.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clairdroit.search.backends import SearchBackend

ROOT = Path(__file__).resolve().parents[2]
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
    parser.add_argument(
        "--rounds", type=int, default=1, help="Ask each query this often, all backends in turn; its best time counts."
    )
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

    def ask(backend: "SearchBackend | None", text: str) -> None:
        search(SearchRequest(text=text, place=place), backend=backend)

    asked = {name: partial(ask, backend_named(name) if name else None) for name in options.backend or [""]}
    rounds: dict[str, list[list[tuple[float, float]]]] = {name: [] for name in asked}
    try:
        for one in asked.values():
            for text in texts[:5]:
                one(text)
        for _ in range(options.rounds):
            for name, one in asked.items():
                rounds[name].append([timed(one, text) for text in texts])
    except BackendError as error:
        sys.exit(f"Nothing was measured. {error}")
    for name in asked:
        for number, clock in enumerate(("wall clock", "processor")):
            best = sorted(min(each[number] for each in times) for times in zip(*rounds[name], strict=True))
            p99 = best[min(len(best) - 1, int(len(best) * 0.99))]
            print(f"{name} {clock}: median {statistics.median(best):.1f} ms, p99 {p99:.1f} ms".strip())


def timed(ask: Callable[[str], None], text: str) -> tuple[float, float]:
    """Milliseconds of the wall clock and of the processor."""
    started, started_processor = time.perf_counter(), time.process_time()
    ask(text)
    return (time.perf_counter() - started) * 1000, (time.process_time() - started_processor) * 1000


if __name__ == "__main__":
    main()
