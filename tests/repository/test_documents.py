import ast
import importlib
import inspect
import re
import textwrap
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from clairdroit.app_settings import declared
from config.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"var", "build"}

# What reads settings, and what hands the environment on to the processes that it starts.
READERS = {
    "site/config/environment.py",
    "site/config/management/commands/serve.py",
    "site/config/management/commands/start_site.py",
}


def test_every_environment_variable_is_documented():
    documented = (ROOT / "docs" / "settings.md").read_text()
    variables = {VARIABLES.get(each.name, each.name) for each in declared if each.parse is not None}
    assert {"DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "IMAP_URL", "CLAIRDROIT_DEMO"} <= variables
    assert not {name for name in variables | {"DJANGO_SETTINGS_MODULE"} if f"| `{name}` |" not in documented}


def test_nothing_else_reads_the_environment():
    """Whoever asks it himself has a default and an error of his own."""
    readers = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in ("tests", "build")
        and not path.relative_to(ROOT).parts[0].startswith(".")
        and re.search(r"\benv\.\w+\(|os\.getenv|os\.environ(\.get\(|\[)", path.read_text())
    }
    assert readers == READERS


def test_every_setting_of_ours_is_documented():
    documented = (ROOT / "docs" / "settings.md").read_text()
    named = {
        name
        for path in ROOT.glob("*/**/*.py")
        if not path.relative_to(ROOT).parts[0].startswith(".") and path.relative_to(ROOT).parts[0] != "tests"
        for name in re.findall(r"\bCLAIRDROIT_[A-Z_]+\b", path.read_text())
    }
    assert not {name for name in named if f"`{name}`" not in documented}


def test_links_between_documents_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", prose):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def named_commands():
    """`(page, command, its options)` for every `manage.py …` that a document names."""
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for name, rest in re.findall(r"manage\.py (\w+)([^\n`#|]*)", page.read_text()):
            yield page.name, name, tuple(re.findall(r"(?<![\w-])--[\w-]+", rest))


@pytest.mark.parametrize(("page", "name", "options"), sorted(set(named_commands())))
def test_a_command_in_a_document_exists_with_its_options(page, name, options):
    apps = get_commands()
    assert name in apps
    app = apps[name]
    command = load_command_class(app, name) if isinstance(app, str) else app
    known = set(command.create_parser("manage.py", name)._option_string_actions)
    assert set(options) <= known


def test_documents_name_commands():
    assert len({name for _page, name, _options in named_commands()}) > 10


def test_key_files_that_a_document_names_exist():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for name in re.findall(r"`((?:\w+/)+[\w.-]*\w(?:\.\w+)?/?)`", page.read_text()):
            if name.split("/")[0] in FOLDERS:
                assert (ROOT / name).exists(), f"{page.name} names {name}"


def test_each_decision_has_a_number_of_its_own_and_says_it():
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.read_text().startswith(f"# {int(page.name[:4])}. "), page.name


EXAMPLES = [
    (page.name, block)
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for block in re.findall(r"```python\n(.*?)```", page.read_text(), flags=re.DOTALL)
]


def named_in(block):
    """`(module, name, what is taken of it)` for all that an example takes from an app of ours."""
    tree = ast.parse(textwrap.dedent(block).replace("…", "..."))
    taken = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clairdroit"):
            for each in node.names:
                taken[each.asname or each.name] = (node.module, each.name)
                yield node.module, each.name, ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in taken:
            yield *taken[node.value.id], node.attr


def found(module, name):
    parent = importlib.import_module(module)
    return getattr(parent, name) if hasattr(parent, name) else importlib.import_module(f"{module}.{name}")


@pytest.mark.parametrize(("page", "block"), EXAMPLES, ids=[page for page, _block in EXAMPLES])
def test_what_an_example_takes_from_our_apps_is_there(page, block):
    for module, name, attribute in named_in(block):
        thing = found(module, name)
        # An instance's fields are known when there is one.
        assert not attribute or not inspect.ismodule(thing) or hasattr(thing, attribute), f"{name}.{attribute}"


def test_examples_take_something_from_our_apps():
    assert sum(1 for _page, block in EXAMPLES for _each in named_in(block)) > 10
