"""Which tests the clocks are for: files that read the clock, and in them the tests in which dates stand."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READS_THE_CLOCK = re.compile(
    r"timezone\.now|localdate|localtime|date\.today|datetime\.now|time\.time\(|timedelta|time_machine"
)
# A day, or how far it is from another: more than that something happens now.
NAMES_A_DATE = re.compile(
    r"localdate|localtime|date\.today|timedelta|time_machine|\bdate(time)?\(\d{4}|fromisoformat|\btoday\b"
)
# In which dates matter though no line of the file names them.
ALSO = [
    "tests/demo/test_mails.py",
    "tests/questions/test_digest_choices.py",
    "tests/questions/test_in_turn.py",
    "tests/questions/test_whole_way.py",
]
OWN_PROCESSES = "starts processes of its own, whose sleep libfaketime breaks (see `pytest_configure`)"
LEFT_OUT = {
    "tests/repository/test_clocks.py": OWN_PROCESSES,
    "tests/search/test_outage.py": "needs Elasticsearch, which keeps the machine's clock",
    "tests/site/test_host_project.py": OWN_PROCESSES,
}
# A browser does not start under libfaketime.
BROWSER = "tests/browser/"
# Left out of the short form.
ONLY_IN_THE_LONG_FORM = {
    "tests/access/test_first_page_counts.py": "loads the whole demonstration too",
    "tests/demo/test_load_demo.py": "loads the whole demonstration, a sixth of the time of all the others",
    "tests/questions/test_ended_assignments.py": "each end of a part with each later step; none asks for a day",
    "tests/questions/test_mail_privacy.py": "one fixture names a day, for the many tests of what mails may tell",
    "tests/repository/test_without_an_app.py": "starts whole sites, which takes a third of a clock's time",
    "tests/site/test_settings.py": "starts a process for nearly each test, and none asks for a day",
}


def dated_files(*, is_short: bool = False) -> list[str]:
    """Whatever reads the clock, so that a new file is in the run without being listed."""
    left_out = LEFT_OUT | ONLY_IN_THE_LONG_FORM if is_short else LEFT_OUT
    files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    return [
        name
        for name in files
        if name not in left_out
        and not name.startswith(BROWSER)
        and (name in ALSO or READS_THE_CLOCK.search((ROOT / name).read_text()))
    ]


@cache
def dated_names(path: Path) -> frozenset[str]:
    """The functions of a file in whose text, or in that of what they name in it, a date stands.

    A new test is among them by what it says. All tests are where a fixture that nobody names sets the clock.
    """
    texts: dict[str, str] = {}
    for name, text in _pieces(path.read_text()):
        texts[name] = texts.get(name, "") + text
    words = {name: set(re.findall(r"\w+", text)) for name, text in texts.items()}
    found = {name for name, text in texts.items() if NAMES_A_DATE.search(text)}
    while more := {name for name in texts.keys() - found if words[name] & found}:
        found |= more
    if any("autouse=True" in texts[name] or name == "pytestmark" for name in found):
        found |= texts.keys()
    return frozenset(found)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Each function, method and constant with its text, decorators included."""
    lines = text.splitlines()

    def of(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
        for node in body:
            if isinstance(node, ast.ClassDef):
                yield from of(node.body)
                continue
            first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
            piece = "\n".join(lines[first - 1 : node.end_lineno])
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, piece
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    for name in ast.walk(target):
                        if isinstance(name, ast.Name):
                            yield name.id, piece

    return of(ast.parse(text).body)
