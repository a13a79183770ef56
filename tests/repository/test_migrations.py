"""Migrations run when the code has moved on, too: they hold what they need, and name no more than Django asks."""

import ast
import re
from importlib import import_module

import pytest
from django.db import models

from tests.repository.files import ROOT, tracked

MIGRATIONS = tracked("*/migrations/0*.py")
NAMED = re.compile(r"clairdroit(?:\.\w+)+")
# Of an app, these two modules alone may be named: functions that a column's default or validator is.
STABLE = ("defaults", "validators")
KEPT = "Migrations name these functions: they stay here, under their names."
# The autodetector writes where a field's class is.
FIELDS = "clairdroit.encryption"


def names(source):
    """What a migration names of ours: imports, attributes, and paths in strings (`block_lookup`)."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return {name for name in found if NAMED.fullmatch(name)}


def is_allowed(name):
    parts, (module, _dot, attribute) = name.split("."), name.rpartition(".")
    # On the way to what is in it: the tree has every beginning of `clairdroit.x.y.z`.
    if len(parts) <= 2 or (len(parts) == 3 and attribute in STABLE):
        return True
    found = getattr(import_module(module), attribute, None)
    if module == FIELDS:
        return isinstance(found, type) and issubclass(found, models.Field)
    # Defined there: a function that is only imported there has the path of its own module.
    return len(parts) == 4 and parts[2] in STABLE and getattr(found, "__module__", "") == module


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_migration_names_nothing_of_ours_but_fields_and_what_stays(path):
    assert {name for name in names(path.read_text()) if not is_allowed(name)} == set()


@pytest.mark.parametrize(
    "source",
    [
        "from clairdroit.questions.enums import EventKind",
        "import clairdroit.kb_pages.models.settings",
        "x = clairdroit.questions.models.incoming.new_token",
        "x = {0: ('clairdroit.kb_pages.blocks.text.ParagraphBlock', (), {})}",
        "from clairdroit.encryption import make_key",
        "import clairdroit.encryption.rotation",
        "x = clairdroit.encryption.rotation.encrypted_fields",
    ],
)
def test_what_else_one_could_name_is_refused(source):
    assert not all(is_allowed(name) for name in names(source))


@pytest.mark.parametrize(
    "path",
    [path for name in STABLE for path in tracked(f"*/{name}.py") if path.parts[-2] != "models"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_what_stays_says_so_and_is_named(path):
    assert KEPT in ast.get_docstring(ast.parse(path.read_text()))
    migrations = "".join(each.read_text() for each in (path.parent / "migrations").glob("0*.py"))
    functions = [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    assert functions
    assert [name for name in functions if f".{path.stem}.{name}" not in migrations] == []


@pytest.mark.parametrize("folder", sorted({path.parent for path in MIGRATIONS}), ids=lambda path: path.parent.name)
def test_each_app_begins_with_one_initial_migration(folder):
    (first,) = [path.name for path in MIGRATIONS if path.parent == folder and "initial = True" in path.read_text()]
    assert first == "0001_initial.py"
