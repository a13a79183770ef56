"""docs/architecture.md says what is: its pictures are those of the code, its files exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "site" / "architecture.py"
PAGE = ROOT / "docs" / "architecture.md"
CONTRACT = """
[[tool.importlinter.contracts]]
type = "layers"
containers = ["clairdroit"]
layers = ["questions", "roles"]
"""
WALKS = ["A question", "A page", "An official fiche", "A partner", "A search"]


def drawn(*arguments):
    return subprocess.run([sys.executable, PROGRAM, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def small_house(tmp_path):
    """Two apps, and three rooms in `questions`: `top` knows `first` and `second`, and these nothing of each other."""
    for name, text in {
        "roles/__init__.py": "",
        "questions/__init__.py": "",
        "questions/first.py": "from clairdroit import roles\n",
        "questions/second/__init__.py": "",
        "questions/second/inner.py": "",
        "questions/top.py": "from clairdroit.questions import first\nfrom clairdroit.questions.second import inner\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    (tmp_path / "docs" / "images").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(CONTRACT)
    return tmp_path


def titles_in(house, name):
    return re.findall("<title>(.*?)</title>", (house / "docs" / "images" / f"architecture-{name}.svg").read_text())


def test_the_pictures_are_those_of_the_code():
    run = drawn("--check")
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_picture_shows_each_import_once(small_house):
    assert drawn("--root", small_house).returncode == 0
    assert titles_in(small_house, "apps") == ["questions imports roles"]
    assert titles_in(small_house, "questions") == ["top imports first", "top imports second"]
    assert drawn("--check", "--root", small_house).returncode == 0


def test_an_import_that_closes_a_circle_stands_above_the_diagonal(small_house):
    drawn("--root", small_house)
    (small_house / "questions" / "second" / "inner.py").write_text(
        "def late():\n    from clairdroit.questions import top\n"
    )
    run = drawn("--check", "--root", small_house)
    assert (run.returncode, run.stdout.split(":")[1].split(".")[0]) == (1, " docs/images/architecture-questions")
    drawn("--root", small_house)
    assert "second imports upward top" in titles_in(small_house, "questions")


def test_each_walk_names_files_that_exist():
    walks = dict(re.findall(r"^### (.+?)\n\n((?:\d+\. .+\n)+)", PAGE.read_text(), re.M))
    assert list(walks) == WALKS
    for name, steps in walks.items():
        files = re.findall(r"`([\w/]+(?:\.py|/))`", steps)
        assert 5 <= len(steps.splitlines()) <= 10, name
        assert len(files) >= len(steps.splitlines()), name
        assert not [file for file in files if not (ROOT / file).exists()], name


def test_each_room_of_questions_is_named():
    named = re.findall(r"^\| `questions/(\w+)/` \|", PAGE.read_text(), re.M)
    assert named == ["citizen", "partner_space", "editors", "incoming"]
    assert all((ROOT / "questions" / room / "__init__.py").exists() for room in named)
