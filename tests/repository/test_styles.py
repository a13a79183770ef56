"""What the linter of styles (site/styles_linter.jsonc) has no rule for."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.repository.files import ROOT, tracked

STYLES = sorted(str(path.relative_to(ROOT)) for path in tracked("*.css"))
COLOUR = re.compile(
    r"#\w+|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|(?<![\w-])(?:white|black|gr[ae]y|red|green|blue)(?![\w-])"
)
HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def rules(text: str, within: str = "") -> Iterator[tuple[str, str, str]]:
    """`(the at-rules around it, selector, declarations)` of each rule, in their order."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    start = 0
    while (opening := text.find("{", start)) >= 0:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        # What ends with a semicolon before it is an at-rule without a block (`@import`).
        head = " ".join(text[start:opening].rpartition(";")[2].split())
        body = text[opening + 1 : end - 1]
        if head.startswith("@") and not head.startswith(("@page", "@font-face", "@counter-style", "@property")):
            yield from rules(body, f"{within} {head}".strip())
        else:
            yield within, head, body
        start = end


def read(name: str) -> list[tuple[str, str, str]]:
    return list(rules((ROOT / name).read_text()))


def declarations(body: str) -> Iterator[tuple[str, str]]:
    for each in re.sub(r"url\([^)]*\)|\"[^\"]*\"", "", body).split(";"):
        name, colon, value = each.partition(":")
        if colon:
            yield name.strip(), value.strip()


@pytest.mark.parametrize("name", STYLES)
def test_no_selector_stands_twice_under_the_same_conditions(name):
    """Whoever changes the first would find the second changing it back."""
    seen = Counter((within, selector) for within, selector, _body in read(name) if "@keyframes" not in within)
    assert [selector for selector, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("name", STYLES)
def test_no_rule_says_one_thing_twice(name):
    """Two values one after the other are a fallback for a browser that does not know the second."""
    twice = []
    for _within, selector, body in read(name):
        said = [property_ for property_, _value in declarations(body)]
        apart = [property_ for number, property_ in enumerate(said) if number == 0 or said[number - 1] != property_]
        twice += [(selector, property_) for property_, times in Counter(apart).items() if times > 1]
    assert twice == []


def test_each_custom_property_that_is_used_is_somebody_s():
    """A misspelt one is no error to a browser: the declaration is as if it were not there."""
    texts = {name: (ROOT / name).read_text() for name in STYLES}
    known = {found for text in texts.values() for found in re.findall(r"(--[\w-]+)\s*:", text)}
    # A town's own colours; and `--w-…` is Wagtail's.
    known |= set(re.findall(r"(--[\w-]+):", (ROOT / "kb_pages" / "colours.py").read_text()))
    for name, text in texts.items():
        used = set(re.findall(r"var\(\s*(--[\w-]+)\s*[,)]", text))
        assert {each for each in used - known if not each.startswith("--w-")} == set(), name


@pytest.mark.parametrize("name", STYLES)
def test_a_colour_is_named_by_a_custom_property(name):
    """So a town's colours and the dark look reach it. On paper it is black, grey or white."""
    literal = [
        (selector, property_, value)
        for within, selector, body in read(name)
        if "print" not in within and not name.endswith("/print.css")
        for property_, value in declarations(body)
        if not property_.startswith("--") and COLOUR.search(value)
    ]
    assert literal == []


@pytest.mark.parametrize("name", STYLES)
def test_a_colour_in_figures_has_as_many_as_a_browser_understands(name):
    figures = [
        value
        for _within, _selector, body in read(name)
        for _property, value in declarations(body)
        for value in re.findall(r"#\w+", value)
    ]
    assert [value for value in figures if not HEX.fullmatch(value)] == []


def test_the_reader_of_styles_finds_what_it_looks_for():
    text = '@import "x.css"; a { color: #12; } @media print { a { color: red } a { b: c } } /* a { } */ a { --x: #fff }'
    assert [(within, selector) for within, selector, _body in rules(text)] == [
        ("", "a"),
        ("@media print", "a"),
        ("@media print", "a"),
        ("", "a"),
    ]
    assert list(declarations('color: #12; background: url("#ab") white')) == [
        ("color", "#12"),
        ("background", "white"),
    ]
    assert COLOUR.search("#12")
    assert not HEX.fullmatch("#12")
    assert not COLOUR.search("var(--red-ink)")
    assert len(STYLES) > 20
