"""Migrations run when the code has moved on, too: they hold what they need, and name no more than Django asks."""

import ast

import pytest

from tests.repository.files import ROOT, tracked

MIGRATIONS = tracked("*/migrations/0*.py")


def names(tree, module):
    """What is taken of a module: `check_colour` of `clairdroit.kb_pages.models.settings`."""
    return {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == module
    }


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_migration_imports_nothing_of_ours_but_what_a_field_is_made_of(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("clairdroit"), ast.unparse(node)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("clairdroit"):
                    used = names(tree, alias.name)
                    # Field classes, validators and defaults: the autodetector writes their path, and they take rows of
                    # no model.
                    assert used, f"{alias.name} is imported for nothing"


@pytest.mark.parametrize("folder", sorted({path.parent for path in MIGRATIONS}), ids=lambda path: path.parent.name)
def test_each_app_begins_with_one_initial_migration(folder):
    (first,) = [path.name for path in MIGRATIONS if path.parent == folder and "initial = True" in path.read_text()]
    assert first == "0001_initial.py"
