"""Reads settings from the environment; a bad value stops the start with one sentence."""

import os
import re
from collections.abc import Callable
from email.utils import parseaddr
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from environs import Env, EnvError

from clairdroit.mail.mailbox import address as mailbox

T = TypeVar("T")


class BadSetting(SystemExit):
    """A variable that the site cannot start with. Its message names the variable and what it expects."""


env = Env()
ENV_FILE = Path(__file__).resolve().parents[2] / ".env"

# Set before the settings are read, by what answers requests (wsgi.py).
has_many_threads = False


def choose_settings_module(default: str) -> None:
    """The module that the environment or `.env` names, else `default`; refuses a name of nothing.

    Read before Django asks for it: a town that fills in `.env` alone is not to run the settings of development.
    An error inside a module keeps its trace.
    """
    read_file(ENV_FILE)
    name = env.str("DJANGO_SETTINGS_MODULE", "").strip() or default
    os.environ["DJANGO_SETTINGS_MODULE"] = name
    try:
        found = find_spec(name) is not None
    except (ModuleNotFoundError, ValueError):
        found = False
    if not found:
        refuse("DJANGO_SETTINGS_MODULE", f"there is no module {name!r}. It expects config.settings.production or .dev.")


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


def read_file(path: Path) -> None:
    """The variables of a `.env` file, where there is one; what the environment holds already goes first."""
    try:
        env.read_env(str(path), recurse=False)
    except (OSError, ValueError):  # a directory, or not UTF-8, is a ValueError
        refuse(
            str(path), "the file cannot be read. It expects lines such as NAME=value, in UTF-8, for this user to read."
        )


def whole_number(name: str, default: int, *, least: int) -> int:
    expected = f"a whole number, {least} or more"
    value = read(env.int, name, default, expected=expected)
    if value < least:
        refuse(name, f"it expects {expected}.")
    return value


def address(name: str, *, schemes: tuple[str, ...], expected: str, default: str = "") -> str:
    """A server's or the site's address. Its reachability is not asked for: a server may start later than the site."""
    value = env.str(name, "").strip()
    if not value:
        return default
    try:
        parts = urlsplit(value)
        port = parts.port  # reading it is what checks it
    except ValueError:
        refuse(name, f"it expects {expected}.")
    if parts.scheme not in schemes or not (parts.hostname or parts.scheme == "unix") or port == 0:
        refuse(name, f"it expects {expected}.")
    return value


def mail_address(name: str, default: str, *, plain: bool = False) -> str:
    """An address, with or without a name before it; `plain` allows no name, and may be left empty."""
    value = env.str(name, "").strip() or default
    mailbox, _, domain = parseaddr(value)[1].rpartition("@")
    if plain:
        if value and (not mailbox or "+" in mailbox or value != f"{mailbox}@{domain}" or not value.isascii()):
            refuse(name, "it expects a bare e-mail address without a plus sign: reponse@ville.example.")
        return value
    if not mailbox or not domain:
        refuse(name, "it expects an e-mail address: Vos droits en clair <droits@ville.example>.")
    return value


def host_name(name: str) -> str:
    value = env.str(name, "").strip()
    if value and not re.fullmatch(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", value):
        refuse(name, "the value is not understood. It expects a server's name: mx.ville.fr.")
    return value


def networks(name: str) -> list[str]:
    """Addresses and networks, separated by commas; an empty list when the variable is not set."""
    values = [value.strip() for value in env.str(name, "").split(",") if value.strip()]
    try:
        for value in values:
            ip_network(value, strict=False)
    except ValueError:
        refuse(name, "it expects addresses or networks of your proxies, separated by commas: 10.1.2.3, 172.30.77.0/24.")
    return values


def imap_address(name: str) -> str:
    value = env.str(name, "").strip()
    if value:
        try:
            mailbox.read(value)
        except mailbox.BadAddressError as error:
            # Its sentence does not show the value, which holds a password.
            refuse(name, str(error))
    return value


def days_by_name(name: str, *, expected: str) -> dict[str, int]:
    """`answered=365,spam=30`: whole numbers of days, at least one. What is not named keeps its default."""
    days: dict[str, int] = read(lambda variable: env.dict(variable, subcast_values=int), name, {}, expected=expected)
    if any(number < 1 for number in days.values()):
        refuse(name, f"it expects whole numbers of days, 1 or more: {expected}.")
    return days
