"""How long suggestions take in one process, at every letter of what people type, on the index that the settings name.

    .venv/bin/python tests/benchmarks/suggestions.py [--commune 78646] [--rounds 3]

Prints the median, the 99th percentile and the slowest text in milliseconds, of the wall clock and of the processor: on
a machine that does other things at the same time, only the second means anything, and of PostgreSQL it sees only what
happens on this side.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TYPED = [
    "mairie de versailles",
    "ma carte grise",
    "caisse d alloc",
    "a",
    "alocation logement",
    "handycapé",
    "je ne peux plus payer mon loyer",
    "Bonjour, je voudrais savoir si je peux avoir une aide pour ma facture",
    "déclaration de perte",
    "saint m",
    "mairie zz",
    "xylophone",
    "rsa",
    "p a r i s",
]


def beginnings():
    """Each text letter by letter, as a browser asks for it."""
    return [text[:length] for text in TYPED for length in range(1, len(text) + 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Times the suggestions.")
    parser.add_argument("--commune", default="", help="The reader's commune (INSEE code).")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("DEBUG", "false")
    import django

    django.setup()
    from django.db import connection
    from django.test import RequestFactory

    from clairdroit.search.models import SuggestedTitle
    from clairdroit.search.views.suggestions import suggestions

    def ask(text):
        suggestions(RequestFactory().get("/recherche/suggestions/", {"q": text, "commune": options.commune}))

    ask("rsa")
    wall, processor = [], []
    for text in beginnings() * options.rounds:
        started, started_processor = time.perf_counter(), time.process_time()
        ask(text)
        wall.append(((time.perf_counter() - started) * 1000, text))
        processor.append(((time.process_time() - started_processor) * 1000, text))
    print(f"{connection.vendor}: {SuggestedTitle.objects.count()} titles, {len(wall)} requests")
    for name, times in (("wall clock", wall), ("processor", processor)):
        times.sort()
        p99 = times[min(len(times) - 1, int(len(times) * 0.99))][0]
        median = statistics.median(duration for duration, _text in times)
        print(f"{name}: median {median:.1f} ms, p99 {p99:.1f} ms, slowest {times[-1][0]:.1f} ms for {times[-1][1]!r}")


if __name__ == "__main__":
    main()
