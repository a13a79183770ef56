"""A town's two colours: checked against every ground that they stand on, and made lighter for the dark scheme.

Contrast as WCAG 2.2 reckons it (relative luminance); 4.5:1 is what its level AA asks for text.
"""

import re
from collections.abc import Iterable

ENOUGH = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")
# Those of shell/tokens.css: page and card, and the grounds of notices. A test compares them.
LIGHT_GROUNDS = ("#fdfbf7", "#ffffff", "#e4f3ea", "#fff0d9", "#f8efee")
DARK_GROUNDS = ("#12161c", "#1a2029", "#163526", "#3d2b10", "#2c2b32")
# The letters of a button, which are drawn in the ground's own colour in the dark.
ON_ACCENT, ON_ACCENT_DARK = "#ffffff", "#12161c"
STEPS = 100


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: Iterable[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def is_readable(colour: str) -> bool:
    return least_contrast(colour, LIGHT_GROUNDS) >= ENOUGH


def nearest_readable(colour: str) -> str:
    """The same colour, as little darker as it takes."""
    return _first(colour, "#000000", LIGHT_GROUNDS)


def for_the_dark(colour: str) -> str:
    """The same colour, as much lighter as it takes."""
    return _first(colour, "#ffffff", DARK_GROUNDS)


def stylesheet(*, link: str, accent: str) -> str:
    """The custom properties that change; empty for a colour that the town has not chosen."""
    light = _properties(link, accent, ON_ACCENT)
    dark = _properties(link and for_the_dark(link), accent and for_the_dark(accent), ON_ACCENT_DARK)
    return f":root {{{light}}}\n@media screen and (prefers-color-scheme: dark) {{\n  :root {{{dark}}}\n}}\n"


def _properties(link: str, accent: str, on_accent: str) -> str:
    values = {"--link": link, "--accent": accent, "--on-accent": accent and on_accent}
    return "".join(f" {name}: {value};" for name, value in values.items() if value) + " "


def _first(colour: str, towards: str, grounds: tuple[str, ...]) -> str:
    # Black and white themselves pass on these grounds, so that the search always ends.
    mixes = (_mixed(colour, towards, step / STEPS) for step in range(STEPS + 1))
    return next(mix for mix in mixes if least_contrast(mix, grounds) >= ENOUGH)


def _mixed(colour: str, other: str, part: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (its - own) * part):02x}" for own, its in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = (each / 255 for each in _channels(colour))
    # WCAG 2.2, “relative luminance”: sRGB made linear, then weighted as the eye sees the three.
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
