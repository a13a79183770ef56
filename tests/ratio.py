"""How many lines of tests there are for each of code, blank ones and migrations left out: `make lint` prints it.

It says how much is written, not what would be noticed.
"""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def lines_of_code_and_tests() -> tuple[int, int]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    code = tests = 0
    for name in listed.stdout.splitlines():
        if "/migrations/" in name or not (ROOT / name).exists():
            continue
        lines = sum(bool(line.strip()) for line in (ROOT / name).read_text().splitlines())
        if name.startswith("tests/"):
            tests += lines
        else:
            code += lines
    return code, tests


if __name__ == "__main__":
    code, tests = lines_of_code_and_tests()
    print(f"{tests:,} lines of tests for {code:,} of code: {tests / code:.2f}")
