"""What the looks promise and a test can hold: contrast, weight, icons that exist, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELL = ROOT / "site" / "shell" / "static" / "shell"
TEMPLATES = sorted(
    path
    for folder in [*ROOT.glob("*/templates"), *ROOT.glob("ground/*/templates"), *ROOT.glob("site/*/templates")]
    for path in folder.rglob("*.html")
)
# The admin's pages and mails follow other rules: Wagtail's tokens, inlined styles.
PUBLIC_TEMPLATES = [path for path in TEMPLATES if not {"admin", "emails", "wagtailadmin"} & set(path.parts)]
HEADINGS = ["famille", "logement", "emploi", "sante", "juridique", "seniors", "handicap", "precarite"]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tokens(scheme):
    """`{selector: {name: colour}}` of one scheme; the dark one is laid over the light one, as the browser does."""
    light, dark = (SHELL / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
    found = {}
    for text in [light] if scheme == "light" else [light, dark]:
        for selector, body in re.findall(r"(:root|\.heading-\w+) \{([^}]*)\}", text):
            found.setdefault(selector, {}).update(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", body))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink", "card", 7),
        ("ink", "warn-bg", 7),
        ("soft", "paper", 4.5),
        ("soft", "card", 4.5),
        ("link", "paper", 7),
        ("link", "card", 7),
        ("sun-ink", "sun", 7),
        ("on-ink", "ink", 7),
        ("ok", "ok-bg", 4.5),
        ("ok", "card", 4.5),
        ("warn", "warn-bg", 4.5),
        ("error", "error-bg", 4.5),
        ("error", "paper", 4.5),
    ],
)
def test_words_stand_out_from_their_ground(scheme, text, ground, least):
    colours = tokens(scheme)[":root"]
    assert contrast(colours[text], colours[ground]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_s_colour_is_readable_on_its_tint_and_under_its_icon(scheme, heading):
    found = tokens(scheme)
    colours = found[f".heading-{heading}"]
    assert contrast(colours["heading"], colours["heading-tint"]) >= 5.3
    assert contrast(colours["heading"], found[":root"]["paper"]) >= 4.5
    assert contrast(found[":root"]["on-heading"], colours["heading"]) >= 4.5


def test_the_shell_s_styles_weigh_less_than_40_kb():
    assert sum(path.stat().st_size for path in SHELL.glob("*.css")) < 40_000


@pytest.mark.parametrize("heading", HEADINGS)
def test_each_heading_has_its_icon(heading):
    assert f'<symbol id="{heading}"' in (SHELL / "icons.svg").read_text()


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (SHELL / "icons.svg").read_text()))
    asked = {
        name
        for path in TEMPLATES
        for name in re.findall(r'includes/icon\.html" with name="([\w-]+)"', path.read_text())
    }
    assert asked - drawn == set()


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_public_template_has_nothing_inline_that_the_content_policy_would_block(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|\son(click|change|submit|load|input)=", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or "application/" in attributes


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_public_template_loads_nothing_from_another_host(path):
    loads = re.findall(r'<(?:script|img|iframe|source|video|audio)[^>]*\bsrc="(https?:|//)', path.read_text())
    sheets = re.findall(r'<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="(https?:|//)', path.read_text())
    assert not loads
    assert not sheets


def test_styles_load_nothing_from_another_host():
    for path in [*ROOT.glob("*/static/**/*.css"), *SHELL.glob("*.css")]:
        assert not re.search(r"url\(\s*['\"]?(https?:|//)|@import", path.read_text()), path
