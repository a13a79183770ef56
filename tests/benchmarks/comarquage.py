"""Time and memory of the official feed's import and rendering, each in a fresh process on a fresh database.

    .venv/bin/python tests/benchmarks/comarquage.py ../shared/data/fiches/vosdroits-particuliers-20201112.zip

Goals on two cores: first import within 120 s and 500 MB, unchanged second run within 10 s.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RENDER = """
import time
from clairdroit.comarquage.models import OfficialSheet
from clairdroit.comarquage.rendering.sheets import render_sheet
times = []
for sheet in OfficialSheet.objects.with_page_data().iterator(chunk_size=100):
    started = time.perf_counter()
    render_sheet(sheet)
    times.append(time.perf_counter() - started)
times.sort()
print(f"{len(times)} {times[len(times) // 2] * 1000:.1f} {times[int(len(times) * 0.99)] * 1000:.1f}")
"""


def manage(environment: dict[str, str], *arguments: str) -> tuple[str, float]:
    started = time.perf_counter()
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return answer.stdout, time.perf_counter() - started


def main(source: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            "CLAIRDROIT_VAR_DIR": folder,
        }
        manage(environment, "migrate", "-v0")
        for run in ("first import", "unchanged run"):
            out, seconds = manage(environment, "import_comarquage", source, "--json")
            result = json.loads(out)
            print(
                f"{run}: {result['read']} publications, {len(result['rejected'])} rejected, "
                f"{sum(result['unknown_elements'].values())} unknown elements, {seconds:.1f} s with start-up, "
                f"{result['peak_memory_mb']} MB"
            )
        out, _seconds = manage(environment, "shell", "-v0", "-c", RENDER)
        count, median, slow = out.split()[-3:]
        print(f"rendering: {count} sheets, median {median} ms, 99 % within {slow} ms")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
