"""No app names one that stands above it in a string: what import-linter, which reads imports, cannot see.

A label, a table, an address's namespace, a template, a static file, a template library, a permission: each belongs to
one app, and whoever names it depends on that app as much as by an import.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.repository.files import FOLDERS, ORDER, ROOT

COMMENTS = re.compile(r"{#.*?#}|{% comment .*?%}.*?{% endcomment %}|{% comment %}.*?{% endcomment %}", re.DOTALL)
LOAD = re.compile(r"{% load ([^%]+?)(?: from (\w+))? %}")

# (file, the app above): why it may. Nothing else here.
EXCEPTIONS: dict[tuple[str, str], str] = {}


def files_of(app: str) -> list[Path]:
    patterns = [f"{FOLDERS[app]}/*.{kind}" for kind in ("py", "html", "txt", "js")]
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [ROOT / name for name in listed.stdout.splitlines() if "/migrations/" not in name and "/data/" not in name]
    return [path for path in found if path.exists() and not path.is_symlink()]


def strings_of(source: str) -> Iterator[str]:
    """All but docstrings."""
    tree = ast.parse(source)
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    # A name in an annotation that only a type checker reads is no dependency.
    said |= {
        id(each)
        for node in ast.walk(tree)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if annotation is not None
        for each in ast.walk(annotation)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def texts_of(path: Path) -> Iterator[str]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from strings_of(text)
    elif path.suffix == ".js":
        yield re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    else:
        yield COMMENTS.sub("", text)


def libraries() -> dict[str, str]:
    """Template libraries by name, and whose they are."""
    return {
        path.stem: app
        for app in ORDER
        for path in (ROOT / FOLDERS[app] / "templatetags").glob("*.py")
        if path.stem != "__init__"
    }


def permissions() -> dict[str, str]:
    """Those that an app adds to Django's own four and Wagtail's."""
    return {
        codename: config.name.removeprefix("clairdroit.")
        for config in apps.get_app_configs()
        if config.name.startswith("clairdroit.")
        for model in config.get_models()
        for codename, _name in model._meta.permissions
        if codename.partition("_")[0] not in ("publish", "lock", "unlock")
    }


def signs_of(app: str) -> re.Pattern[str]:
    """What in a string belongs to this app."""
    names = [
        # Its label: models, tables, namespaces of addresses, names of permissions and of checks.
        rf"(?<![a-z])clairdroit_{app}(?![a-z])",
        rf"(?<![a-z])clairdroit\.{app}(?![a-z_])",
        # Its templates and its static files.
        rf"(?<![\w/.]){app}/[\w/]+\.(?:html|txt|css|js|svg)\b",
    ]
    names += [rf"(?<!\w)(?:\w+\.)?{codename}(?!\w)" for codename, owner in permissions().items() if owner == app]
    return re.compile("|".join(names))


def named_above(app: str) -> Iterator[tuple[str, str, str]]:
    above = ORDER[ORDER.index(app) + 1 :]
    signs = {other: signs_of(other) for other in above}
    owners = libraries()
    for path in files_of(app):
        name = str(path.relative_to(ROOT))
        for text in texts_of(path):
            for other, pattern in signs.items():
                for found in pattern.finditer(text):
                    yield name, other, found[0]
            for loaded in LOAD.finditer(text):
                for library in (loaded[2] or loaded[1]).split():
                    if owners.get(library) in above:
                        yield name, owners[library], f"{{% load {library} %}}"


@pytest.mark.parametrize("app", ORDER)
def test_an_app_names_none_that_stands_above_it(app):
    found = {(name, other, sign) for name, other, sign in named_above(app) if (name, other) not in EXCEPTIONS}
    assert sorted(found) == []


def test_each_exception_is_still_one():
    named = {(name, other) for app in ORDER for name, other, _sign in named_above(app)}
    assert sorted(set(EXCEPTIONS) - named) == []


@pytest.mark.parametrize(
    "text",
    [
        "clairdroit_questions.Question",
        "clairdroit_questions:ask",
        "clairdroit_questions_event",
        "perms.clairdroit_questions.add_question",
        "wagtailsnippets_clairdroit_questions_standardphrase:list",
        "clairdroit.questions.actions",
        "questions/citizen/ask.html",
        "questions/questions.css",
        "take_down_question",
    ],
)
def test_each_kind_of_name_is_seen(text):
    assert signs_of("questions").search(text)


@pytest.mark.parametrize("text", ["clairdroit_questions_box", "/questions/", "clairdroit.questionsbox", "questions"])
def test_other_words_are_no_names(text):
    assert not signs_of("kb_pages").search(text)
    assert text.startswith("clairdroit_") or not signs_of("questions").search(text)


def test_what_only_a_reader_reads_is_no_name():
    source = (
        '"""clairdroit.questions"""\n\n'
        'def a(b: "clairdroit.questions.B") -> None:\n    """questions/a.html"""\n    c = "d"'
    )
    assert list(strings_of(source)) == ["d"]
