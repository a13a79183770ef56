"""Settings of the apps: each has its own in a module `conf.py`, declared once with its default and what it expects.

    reminded_after = whole_number("CLAIRDROIT_REMIND_AFTER", 2, least=1)

`conf.reminded_after()` gives the value as it is then, so that a test may change it. A value of another kind stops the
start: `checks.check_settings` says which setting, and what it expects.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings

T = TypeVar("T")

declared: dict[str, Setting[Any]] = {}


@dataclass(frozen=True)
class Setting(Generic[T]):
    """`expected` ends the sentence that refuses a value: “it expects …”. The value itself is never told: it may be a
    password."""

    name: str
    default: T
    expected: str
    is_right: Callable[[Any], bool]

    def __post_init__(self) -> None:
        if self.name in declared:
            raise ValueError(f"{self.name} is declared twice: a setting has one owner.")
        declared[self.name] = self

    def __call__(self) -> T:
        value = getattr(settings, self.name, None)
        return self.default if value is None else value


def whole_number(name: str, default: int, *, least: int = 0, most: int | None = None) -> Setting[int]:
    def is_right(value: Any) -> bool:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number and value >= least and (most is None or value <= most)

    to = f"{least} or more" if most is None else f"from {least} to {most}"
    return Setting(name, default, f"a whole number, {to}", is_right)


def text(name: str, default: str = "", *, expected: str = "text", pattern: str = ".*") -> Setting[str]:
    """`pattern` is what the whole value must look like; an empty one is always right, and means that it is not set."""

    def is_right(value: Any) -> bool:
        return isinstance(value, str) and (not value or re.fullmatch(pattern, value, re.DOTALL) is not None)

    return Setting(name, default, expected, is_right)


def names(name: str, default: tuple[str, ...] = (), *, expected: str = "a list of names") -> Setting[Any]:
    """A list or a tuple; one string alone, which Python would take for a list of letters, is refused."""

    def is_right(value: Any) -> bool:
        return isinstance(value, list | tuple) and all(isinstance(each, str) and each for each in value)

    return Setting(name, default, expected, is_right)


def yes_or_no(name: str, default: bool) -> Setting[bool]:
    return Setting(name, default, "True or False", lambda value: isinstance(value, bool))


def checked_elsewhere(name: str, default: T) -> Setting[T]:
    """Its own app has a check that says more than one sentence could."""
    return Setting(name, default, "what its app’s own check says", lambda value: True)
