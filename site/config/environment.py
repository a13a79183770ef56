"""Reads settings from the environment; a bad value stops the start with one sentence."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from environs import Env, EnvError

T = TypeVar("T")


class BadSetting(SystemExit):
    """A variable that the site cannot start with. Its message names the variable and what it expects."""


env = Env()


def refuse(name: str, expected: str) -> NoReturn:
    raise BadSetting(f"{name}: {expected}")


def read(reader: Callable[..., T], name: str, default: Any, *, expected: str) -> T:
    """The variable `name` read by one of `env`'s readers; an unset or empty variable gives `default`."""
    if not env.str(name, "").strip():
        return default
    try:
        return reader(name)
    except (EnvError, ValueError):
        # The value itself is not shown: it may hold a password.
        refuse(name, f"the value is not understood. It expects {expected}.")
