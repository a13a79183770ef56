"""Settings: each has an owner, the module `conf.py` of its app, that says its name, its default and what it expects.

    reminded_after = whole_number("CLAIRDROIT_REMIND_AFTER", 2, least=1)

`conf.reminded_after()` gives the value as it is then, so that a test may change it. A value of another kind stops the
start: `checks.check_settings` says which setting of a settings file, and what it expects; the reference site, which
reads its variables by `Setting.read`, says it of a variable (docs/adr/0052-each-setting-has-one-owner.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from django.conf import settings

from clairdroit.registries import Registry

T = TypeVar("T")

declared: Registry[Setting[Any]] = Registry(
    key=lambda setting: setting.name, taken="{key} is declared twice: a setting has one owner."
)

# Neither a line break nor another control character: such a text stands in headers of mails, on pages, in logs.
ONE_LINE = r"[^\x00-\x1f\x7f]*"
YES = frozenset({"true", "yes", "on", "y", "t", "1"})
NO = frozenset({"false", "no", "off", "n", "f", "0"})


class NotUnderstoodError(ValueError):
    """A value that no app could use. Its text ends a sentence that begins with the setting's name."""


@dataclass(frozen=True)
class Setting(Generic[T]):
    """`expected` ends the sentence that refuses a value: “it expects …”. The value itself is never told: it may be a
    password. `is_right` may raise a ValueError with a sentence of its own."""

    name: str
    default: T
    expected: str
    is_right: Callable[[Any], bool]
    # The value that a variable's text stands for, which may raise a ValueError; None: only a settings file says it.
    parse: Callable[[str], Any] | None = None
    # As `expected`, of a variable, where that is written in another way than in Python.
    written: str = ""

    def __post_init__(self) -> None:
        declared.register(self)

    def __call__(self) -> T:
        value = getattr(settings, self.name, None)
        return self.default if value is None else value

    def refusal(self, value: Any, expected: str = "") -> str:
        """Why a settings file cannot say this; empty where it can."""
        try:
            return "" if self.is_right(value) else f"it expects {expected or self.expected}."
        except ValueError as error:
            return str(error)

    def read(self, text: str) -> T:
        """What the text of a variable stands for; an empty one is one that is not set. Raises NotUnderstoodError."""
        text = text.strip()
        if not text:
            return self.default
        if self.parse is None:
            raise NotUnderstoodError("no variable says this: it is for a settings file.")
        expected = self.written or self.expected
        try:
            value = self.parse(text)
        except ValueError:
            # Python's own sentence would show the value.
            raise NotUnderstoodError(f"it expects {expected}.") from None
        if refusal := self.refusal(value, expected):
            raise NotUnderstoodError(refusal)
        return value


def whole_number(name: str, default: int, *, least: int = 0, most: int | None = None) -> Setting[int]:
    def is_right(value: Any) -> bool:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number and value >= least and (most is None or value <= most)

    to = f"{least} or more" if most is None else f"from {least} to {most}"
    return Setting(name, default, f"a whole number, {to}", is_right, int)


def text(
    name: str,
    default: str = "",
    *,
    expected: str = "one line of text",
    pattern: str = ONE_LINE,
    parse: Callable[[str], str] = str,
) -> Setting[str]:
    """`pattern` is what the whole value must look like; an empty one is always right, and means that it is not set."""

    def is_right(value: Any) -> bool:
        return isinstance(value, str) and (not value or re.fullmatch(pattern, value, re.DOTALL) is not None)

    return Setting(name, default, expected, is_right, parse)


def names(
    name: str, default: tuple[str, ...] = (), *, of: str = "names", example: Sequence[str] = (), pattern: str = ONE_LINE
) -> Setting[Any]:
    """A list or a tuple; one string alone, which Python would take for a list of letters, is refused."""

    def is_right(value: Any) -> bool:
        return isinstance(value, list | tuple) and all(
            isinstance(each, str) and bool(each.strip()) and re.fullmatch(pattern, each) for each in value
        )

    shown = f": {list(example)!r}" if example else ""
    written = f"{of}, separated by commas{': ' if example else ''}{', '.join(example)}"
    return Setting(name, default, f"a list of {of}{shown}", is_right, split_at_commas, written)


def yes_or_no(name: str, default: bool) -> Setting[bool]:
    def parse(text: str) -> bool:
        if text.lower() not in YES | NO:
            raise ValueError
        return text.lower() in YES

    return Setting(name, default, "True or False", lambda value: isinstance(value, bool), parse, "true or false")


def address(
    name: str, default: str = "", *, schemes: tuple[str, ...], expected: str, with_host: bool = True
) -> Setting[str]:
    """A server's or the site's address; empty: there is none. It is not asked whether anything answers there: a server
    may start later than the site."""

    def is_right(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        if not value:
            return True
        try:
            parts = urlsplit(value)
            port = parts.port  # reading it is what checks it
        except ValueError:
            return False
        has_host = bool(parts.hostname) or (parts.scheme == "unix" and bool(parts.path.strip("/")))
        return parts.scheme in schemes and (has_host or not with_host) and port != 0 and not re.search(r"\s", value)

    return Setting(name, default, expected, is_right, str)


def split_at_commas(text: str) -> list[str]:
    """Raises ValueError where nothing stands between them: whoever wrote that meant something."""
    if found := [each.strip() for each in text.split(",") if each.strip()]:
        return found
    raise ValueError
