import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:env\.\w+|read)\(\s*(?:env\.\w+,\s*)?["']([A-Z_]+)["']""")


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
