"""How long "open now" takes over the hours of a partner file. Run: python tests/benchmarks/open_now.py FILE.jsonl.gz"""

import datetime
import gzip
import json
import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[2] / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.utils import timezone  # noqa: E402

from clairdroit.partners_snippets.directory import MOST_LIGHT_ROWS  # noqa: E402
from clairdroit.partners_snippets.hours import is_open_at  # noqa: E402


def main() -> None:
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        strings = [hours for line in lines if (hours := json.loads(line).get("horaires"))][:MOST_LIGHT_ROWS]
    at = timezone.make_aware(datetime.datetime(2026, 11, 23, 10))
    for run in ("first", "again"):
        start = time.process_time()
        opened = sum(bool(is_open_at(osm, at, "78")) for osm in strings)
        print(f"{run}: {len(strings)} places, {opened} open, {(time.process_time() - start) * 1000:.0f} ms of CPU")


if __name__ == "__main__":
    main()
