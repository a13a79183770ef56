"""Apps register with those below in one way: `clairdroit.registries`. No module keeps a list of its own for it."""

import ast
from pathlib import Path

import pytest

from tests.repository import files
from tests.repository.files import ROOT, tracked

FOLDERS = [folder for app, folder in files.FOLDERS.items() if app != "registries"]
FILLING = {"add", "append", "extend", "insert", "setdefault", "update", "__setitem__"}
# What is computed once and kept; nobody registers anything there.
KEPT = {
    ("glossary/explaining.py", "_compiled"): "the explained words of each language, compiled at their version",
    ("search/synonyms.py", "_compiled"): "the synonyms, compiled at their version",
}


def module_level(tree: ast.Module) -> set[str]:
    """Names that the module itself binds, imports, classes and functions aside."""
    bound = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        bound |= {each.id for each in targets if isinstance(each, ast.Name)}
    return bound


def filled(node: ast.AST) -> str | None:
    """The name that this changes in place: `x.append(…)`, `x[…] = …`, `x += …`, `x |= …`, `global x`."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in FILLING:
            return name
        case ast.Assign(targets=[*_, ast.Subscript(value=ast.Name(id=name))]):
            return name
        case ast.AugAssign(target=ast.Name(id=name)) | ast.AugAssign(target=ast.Subscript(value=ast.Name(id=name))):
            return name
        case ast.Global(names=[name, *_]):
            return name
    return None


def own_lists(source: str) -> set[str]:
    """Lists, dictionaries and variables of the module that one of its functions fills."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = set()
    for function in functions:
        inside = list(ast.walk(function))
        local = {each.arg for each in inside if isinstance(each, ast.arg)}
        local |= {each.id for each in inside if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        said = {name for node in inside if isinstance(node, ast.Global) for name in node.names}
        found |= {name for node in inside if (name := filled(node))} - (local - said)
    return found & module_level(tree)


def registering(source: str) -> set[str]:
    """Functions `register_…` that no decorator hands to Django or Wagtail."""
    return {
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("register_") and not node.decorator_list
    }


@pytest.mark.parametrize(
    "source",
    [
        "_guards = []\ndef register_guard(guard):\n    _guards.append(guard)",
        "_lists: dict[str, int] = {}\ndef offer(key, work):\n    _lists[key] = work",
        "NAMES = {}\ndef renders(name):\n    def keep(function):\n        NAMES[name] = function\n    return keep",
        "_shapes = []\ndef shapes(*more):\n    _shapes.extend(more)",
        "_views = {}\ndef form(purpose, view):\n    return _views.setdefault(purpose, view)",
        "_taker = None\ndef take(taker):\n    global _taker\n    _taker = taker",
        "SEEN = set()\nclass One:\n    def __init_subclass__(cls):\n        SEEN.add(cls)",
        "_all = []\ndef more(each):\n    _all[:] = [each]",
        "_all = {}\ndef more(each):\n    kept = _all[each] = 2\n    return kept",
    ],
)
def test_each_way_to_keep_one_s_own_list_is_seen(source):
    assert own_lists(source)


@pytest.mark.parametrize(
    "source",
    [
        "def words():\n    found = []\n    found.append(1)\n    return found",
        "found = {}\ndef words(found):\n    found[1] = 2",
        "HOOKS = []\nHOOKS += ['a']",
        "guards = Registry()\nguards.register(1)",
    ],
)
def test_and_what_is_a_function_s_own_is_none(source):
    assert not own_lists(source)


def modules() -> list[Path]:
    return [path for path in tracked(*(f"{folder}/*.py" for folder in FOLDERS)) if "migrations" not in path.parts]


def test_no_app_has_a_way_to_register_of_its_own():
    lists = {(str(path.relative_to(ROOT)), name) for path in modules() for name in own_lists(path.read_text())}
    assert lists == set(KEPT)
    assert not {(str(path.relative_to(ROOT)), name) for path in modules() for name in registering(path.read_text())}
