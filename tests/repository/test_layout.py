"""Rules of the repository that a reader relies on, kept by tests."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.order import LONGEST
from tests.repository.files import APPS, FOLDERS, PROJECT, QUESTIONS, ROOT, tracked

(ROOMS,) = [layer.split(" | ") for layer in QUESTIONS if "citizen" in layer]


def test_the_order_of_the_apps_is_one_everywhere():
    """The contract of `make lint`, the settings (from the top down), README's table (from the ground up)."""
    installed = [name.removeprefix("clairdroit.") for name in settings.INSTALLED_APPS if name.startswith("clairdroit.")]
    assert [app for app in installed if app in APPS] == APPS[::-1]
    table = re.findall(r"^\| `(\w+)/` \|", (ROOT / "README.md").read_text(), re.M)
    assert [app for app in table if app in APPS] == APPS


@pytest.mark.parametrize("app", APPS)
def test_a_template_builds_only_on_those_below_it(app):
    # Of the search all know what it offers, which is no template.
    allowed = {app} | set(APPS[: APPS.index(app)]) - {"search"}
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in tracked(f"{app}/templates/*")
        for name in re.findall(r"""{% (?:extends|include) ["']([^"']+)["']""", path.read_text())
    }
    assert named or not tracked(f"{app}/templates/*")
    assert not {(path, name) for path, name in named if name.split("/")[0] in set(APPS) - allowed}


def rooms_named(*patterns):
    """Whose templates, styles and scripts these files name."""
    texts = [path.read_text() for path in tracked(*patterns)]
    return {name for text in texts for name in re.findall(r"""["']questions/(\w+)/[\w./]+["']""", text)} & set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_the_questions_shows_no_template_of_another(room):
    """Which of its modules know which, import-linter says."""
    assert rooms_named(f"questions/{room}/*.py", f"questions/templates/questions/{room}/*") == {room}


def test_what_the_rooms_share_shows_no_template_of_theirs():
    shared = [f"questions/templates/questions/{folder}/*" for folder in ("admin", "includes", "emails")]
    assert not rooms_named("questions/views/*.py", "questions/wagtail_admin/*.py", *shared)


def test_every_function_says_what_it_takes_and_gives():
    bare = []
    for path in tracked("*.py"):
        folder = path.relative_to(ROOT).parts[0]
        # bootstrap.py runs on any Python, before there is anything to install.
        if folder in {"tests"} or "migrations" in path.parts or path.name == "bootstrap.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                taken = [
                    *node.args.posonlyargs,
                    *node.args.args,
                    *node.args.kwonlyargs,
                    node.args.vararg,
                    node.args.kwarg,
                ]
                named = [one for one in taken if one is not None and one.arg not in {"self", "cls"}]
                if node.returns is None or any(one.annotation is None for one in named):
                    bare.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not bare


def test_no_app_imports_from_the_reference_site():
    for app in APPS:
        for path in tracked(f"{app}/*.py"):
            assert "from config" not in path.read_text(), path


def test_every_python_package_is_in_the_distribution():
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    present = {
        "clairdroit." + ".".join(path.parent.relative_to((ROOT / folder).parent).parts)
        for folder in FOLDERS.values()
        for path in tracked(f"{folder}/*__init__.py")
    }
    assert present == listed


def test_modules_stay_under_500_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py", "*.js", "*.css")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 500
    }
    assert not long


def test_folders_of_packages_are_no_packages():
    """`site` would shadow the standard library's; `ground` is no name to import."""
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "ground" / "__init__.py").exists()


def test_the_top_level_is_short():
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert len({name for name in names if not name.startswith(".")}) <= 28


@pytest.mark.parametrize("app", APPS)
def test_no_module_is_named_after_nothing(app):
    assert not {path.name for path in tracked(f"{app}/*.py")} & {"utils.py", "helpers.py", "core.py"}
    assert not (ROOT / app / "services.py").exists()


def test_no_test_module_imports_another():
    """What several need stands in a plain module, or is a fixture of a conftest.py."""
    imported = re.compile(r"^\s*(?:from|import) .*(?:\btest_|\bconftest\b)", re.M)
    assert not {
        (str(path.relative_to(ROOT)), line)
        for path in tracked("tests/*.py")
        for line in imported.findall(path.read_text())
        if not line.strip().startswith("from clairdroit.")
    }


def test_what_comes_first_exists_and_leaves_the_database_as_it_was():
    for name in LONGEST:
        assert "transaction=True" not in (ROOT / name).read_text()


def test_what_ci_leaves_out_on_postgresql_exists_and_docs_testing_says_why():
    script, page = (ROOT / ".ci" / "run").read_text(), (ROOT / "docs" / "testing.md").read_text()
    names = re.findall(r"tests/[\w/]+(?:\.py)?(?:::\w+)?", script.partition("elsewhere=(")[2])
    assert len(names) > 10
    for name in names:
        file, _, test = name.partition("::")
        assert (ROOT / file).exists(), name
        assert not test or f"def {test}(" in (ROOT / file).read_text(), name
        assert file in page or Path(file).name in page, name


def test_only_browser_tests_commit_for_real():
    # They empty every table when they end, what migrations wrote included: other tests of their file would miss it.
    marks = ("django_db(" + "transaction=True", "(live_" + "server", "transactional" + "_db")
    marked = [path for path in tracked("tests/*.py") if any(mark in path.read_text() for mark in marks)]
    assert {path.parent.name for path in marked} <= {"browser"}
