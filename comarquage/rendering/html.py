"""Builds HTML from Python values: whatever was not built here or by Django is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

VOID = frozenset({"br", "hr", "input", "col"})
EMPTY = SafeString("")

Attribute = str | int | bool | None


def tag(name: str, /, *children: str | None, **attributes: Attribute) -> SafeString:
    """`tag("a", "text", href=url, class_="x")`; attributes that are None or False are left out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{conditional_escape(str(value))}"')
        # `class_` and `for_` are Python's words; `aria_label` is written aria-label.
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return mark_safe(f"<{name}{written}>")
    return mark_safe(f"<{name}{written}>{join(children)}</{name}>")


def join(pieces: Iterable[str | None], separator: str = "") -> SafeString:
    """Escapes what needs it; empty pieces disappear, with their separator."""
    return mark_safe(conditional_escape(separator).join(conditional_escape(piece) for piece in pieces if piece))


def ours(text: str) -> SafeString:
    """Words of our own amid the feed's French: they say which language they are in when it is another one."""
    language = get_language() or "fr"
    return join([text]) if language.startswith("fr") else tag("span", text, lang=language)


def filled(name: str, /, *children: str | None, **attributes: Attribute) -> SafeString:
    """The element, or nothing when it would be empty."""
    content = join(children)
    return tag(name, content, **attributes) if content.strip() else EMPTY
