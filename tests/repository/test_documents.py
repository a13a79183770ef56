import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"var", "build"}
READ = re.compile(
    r"""(?:env\.\w+|read|address|mail_address|networks|whole_number)\(\s*(?:env\.\w+,\s*)?["']([A-Z_]+)["']"""
)


def test_every_environment_variable_is_documented():
    documented = (ROOT / "docs" / "settings.md").read_text()
    used = {name for path in (ROOT / "site" / "config").rglob("*.py") for name in READ.findall(path.read_text())}
    assert {"DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "CLAIRDROIT_DEMO"} <= used
    assert not {name for name in used if f"`{name}`" not in documented}


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
