"""What one room of the questions alone uses stands in that room (ADR 47): deleting a room is deleting a folder."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = "clairdroit.questions"
ROOMS = {"citizen", "partner_space", "editors", "incoming"}
# Folders with modules of several subjects: each of them is looked at by itself, of the others the folder as a whole.
SIDE_BY_SIDE = {"actions", "views", "wagtail_admin", "jobs"}
# Put the rooms together, or are called by Django and by nobody here; models: ADR 47 says why they stay.
ASSEMBLY = {"apps", "urls", "menu", "wagtail_hooks", "management", "migrations", "models", "templatetags"}


def module_of(path):
    inner = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(["clairdroit", *(inner[:-1] if inner[-1] == "__init__" else inner)])


def sources():
    """Module → its tree; the demonstration plays every room and counts for none."""
    for app in ("questions", "connections", "site/shell", "site/sign_in"):
        for path in (ROOT / app).rglob("*.py"):
            yield module_of(path).replace(".site.", "."), ast.parse(path.read_text())


def subject(module):
    """`actions.answers`, `routing`, `editors`: what moves as one, or None outside of the questions."""
    if not module.startswith(f"{QUESTIONS}."):
        return None
    first, *rest = module.removeprefix(f"{QUESTIONS}.").split(".")
    return ".".join([first, *rest[:1]]) if first in SIDE_BY_SIDE else first


def offered(trees):
    """What `questions.actions` offers → the module that it stands in."""
    imported = (node for node in trees[f"{QUESTIONS}.actions"].body if isinstance(node, ast.ImportFrom))
    return {name.name: node.module for node in imported for name in node.names}


def used_by(tree, known, actions):
    """The modules that a file uses, by import or as `actions.name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in known else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "actions":
            yield actions.get(node.attr, "")


def users(trees):
    """Subject → the rooms and other parts that use it."""
    actions, found = offered(trees), defaultdict(set)
    for module, tree in trees.items():
        if module == f"{QUESTIONS}.actions":
            continue
        part = subject(module) or module.split(".")[1]
        for used in used_by(tree, trees, actions):
            if (of := subject(used)) and of != part:
                found[of].add(part)
    return found


def of_one_room(trees):
    return {
        of: [*by]
        for of, by in users(trees).items()
        if len(by) == 1 and by < ROOMS and of.split(".")[0] not in ROOMS | ASSEMBLY
    }


@pytest.fixture(scope="module")
def trees():
    return dict(sources())


def test_the_core_holds_nothing_that_only_one_room_uses(trees):
    assert of_one_room(trees) == {}


def test_most_of_the_core_was_looked_at(trees):
    looked_at = {of for of in users(trees) if of.split(".")[0] not in ROOMS | ASSEMBLY}
    assert len(looked_at) > 40
    assert {"actions.answers", "actions.closing", "views.readings", "routing", "identity"} <= looked_at


@pytest.mark.parametrize("use", ["from clairdroit.questions.actions import late", "actions.be_late(1)"])
def test_a_module_that_one_room_alone_uses_is_found(use):
    house = {
        f"{QUESTIONS}.actions": "from clairdroit.questions.actions.late import be_late",
        f"{QUESTIONS}.actions.late": "def be_late(): ...",
        f"{QUESTIONS}.editors.desk.views": use,
    }
    house = {module: ast.parse(text) for module, text in house.items()}
    assert of_one_room(house) == {"actions.late": ["editors"]}
    house["clairdroit.connections.api"] = ast.parse(use)
    assert of_one_room(house) == {}
