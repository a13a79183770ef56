"""docs/security.md goes through the whole of level 2, and each test that it names exists."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
ROWS = re.findall(r"^\| ([\d., ]+) \| [^|]+ \| (\S+) \| (.+) \|$", PAGE, re.MULTILINE)
# Of level 1 and 2 in each chapter of version 5.0.0 of the standard.
REQUIREMENTS = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))


def test_each_requirement_of_level_2_stands_there_once():
    named = [number for numbers, _state, _how in ROWS for number in numbers.split(", ")]
    assert [number for number, times in Counter(named).items() if times > 1] == []
    assert Counter(int(number.split(".")[0]) for number in named) == REQUIREMENTS


def test_each_is_held_or_open_or_said_not_to_apply():
    assert {state for _numbers, state, _how in ROWS} == {"held", "open", "n/a"}


def test_each_test_that_is_named_exists():
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)
    assert len(named) > 100
    missing = [f"{file}::{test}" for file, test in sorted(set(named)) if not has(ROOT / "tests" / file, test)]
    assert missing == []


def has(path, test):
    return path.is_file() and f"def {test}(" in path.read_text()
