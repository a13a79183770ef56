"""Reads settings from the environment; a bad value stops the start with one sentence.

What a variable may say, and what it is without, its setting declares (`conf.py` of the apps and of this folder).
"""

import os
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from environs import Env

from clairdroit.app_settings import NotUnderstoodError, Setting

T = TypeVar("T")


class BadSetting(SystemExit):
    """A variable that the site cannot start with. Its message names the variable and what it expects."""


env = Env()
ENV_FILE = Path(__file__).resolve().parents[2] / ".env"
# Variables that have another name than their setting.
VARIABLES = {
    "CLAIRDROIT_ELASTICSEARCH_URL": "ELASTICSEARCH_URL",
    "CLAIRDROIT_IMAP_URL": "IMAP_URL",
    "CLAIRDROIT_IMAP_DONE_FOLDER": "IMAP_DONE_FOLDER",
    "CLAIRDROIT_IMAP_KEEP_DAYS": "IMAP_KEEP_DAYS",
}

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


def read_file(path: Path) -> None:
    """The variables of a `.env` file, where there is one; what the environment holds already goes first."""
    try:
        env.read_env(str(path), recurse=False)
    except (OSError, ValueError):  # a directory, or not UTF-8, is a ValueError
        refuse(
            str(path), "the file cannot be read. It expects lines such as NAME=value, in UTF-8, for this user to read."
        )


def given(setting: Setting[T], default: T | None = None) -> T:
    """What the setting's variable says; its default, or this one, where there is none, or an empty one."""
    variable = VARIABLES.get(setting.name, setting.name)
    text = env.str(variable, "").strip()
    if not text and default is not None:
        return default
    try:
        return setting.read(text)
    except NotUnderstoodError as error:
        refuse(variable, str(error))


def given_to_apps(apps: Iterable[str]) -> dict[str, Any]:
    """By the settings' names, all that our apps among these declare in their `conf.py` and a variable may say."""
    modules = [
        import_module(f"{app}.conf")
        for app in apps
        if app.startswith("clairdroit.") and find_spec(f"{app}.conf") is not None
    ]
    own = [setting for module in modules for setting in vars(module).values() if isinstance(setting, Setting)]
    return {setting.name: given(setting) for setting in own if setting.parse is not None}
