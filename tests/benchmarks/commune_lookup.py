"""CPU time of `Commune.objects.lookup` on all communes, which other work on the machine blurs least.

Run: python tests/benchmarks/commune_lookup.py
"""

import os
import statistics
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[2] / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from clairdroit.territories.models import Commune  # noqa: E402

CASES = {
    "postal code": ["78000", "75011", "01400", "97400"],
    "first digits": ["780", "13", "2A"],
    "INSEE code": ["78646", "2A004"],
    "name": ["Versailles", "saint-étienne", "st germain en laye", "L'Haÿ-les-Roses", "le mans"],
    "beginning": ["vers", "saint", "la", "mont"],
    "name and code": ["Saint-Denis 974", "78000 versailles", "Paris 11"],
    "word inside": ["en-laye", "yvelines"],
    "misspelt": ["versaile", "guyencourt", "toulouze", "montpelier", "vesailles"],
    "group, département": ["saint-quentin-en-yvelines", "versailles, yvelines"],
    "nothing": ["zzzzzz", "99999"],
}


def main() -> None:
    Commune.objects.lookup("warm up")
    print(f"{Commune.objects.count()} communes\n{'kind':<15}{'median ms':>10}{'worst ms':>10}  worst text")
    for kind, texts in CASES.items():
        times: list[tuple[float, str]] = []
        for text in texts * 20:
            start = time.process_time()
            Commune.objects.lookup(text)
            times.append(((time.process_time() - start) * 1000, text))
        by_text = {text: statistics.median(t for t, other in times if other == text) for text in texts}
        worst = max(by_text, key=by_text.__getitem__)
        print(f"{kind:<15}{statistics.median(t for t, _ in times):>10.2f}{by_text[worst]:>10.2f}  {worst}")


if __name__ == "__main__":
    main()
