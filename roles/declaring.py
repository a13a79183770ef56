"""What an app says of the roles: an `AppRoles` named `ROLES` in its module `roles.py`.

Models are named by label ("clairdroit_glossary.glossaryentry"): one whose app is not installed is passed over. Rights
are named as Django's permissions begin: "add", "publish", "take_down".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from clairdroit.roles.enums import Role

if TYPE_CHECKING:
    # An app's package is imported before any model can be.
    from wagtail.models import Page

Actions = tuple[str, ...]

CHANGING: Actions = ("add", "change", "delete", "view")
DECIDING: Actions = ("publish", "lock", "unlock")
EVERYTHING: Actions = (*CHANGING, *DECIDING)


@dataclass(frozen=True)
class PageRights:
    """On a page and all below it."""

    group: str
    page: Page
    actions: Actions


@dataclass(frozen=True)
class CollectionRights:
    """On the images and documents of a collection and of those below it: the root, or the one of that name under it."""

    group: str
    actions: Actions
    collection: str = ""


def _nothing() -> tuple[()]:
    return ()


@dataclass(frozen=True)
class AppRoles:
    """`groups`: the names of the groups of a role that has several. `pages` and `moderated_pages` are read when rights
    are given: they depend on the tree as it is then. `moderated` are models, by label, whose changes are approved."""

    rights: Mapping[Role, Mapping[str, Actions]] = field(default_factory=dict)
    groups: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    moderated: tuple[str, ...] = ()
    collections: tuple[CollectionRights, ...] = ()
    pages: Callable[[], Iterable[PageRights]] = _nothing
    moderated_pages: Callable[[], Iterable[Page]] = _nothing


def declared() -> list[AppRoles]:
    """Of each installed app that declares any, in an order that INSTALLED_APPS does not change."""
    # By name: the order of INSTALLED_APPS must not decide which group is made first.
    named = sorted(config.name for config in apps.get_app_configs() if module_has_submodule(config.module, "roles"))
    said = (getattr(import_module(f"{name}.roles"), "ROLES", None) for name in named)
    # A project's own app may have a module of that name for something else.
    return [roles for roles in said if isinstance(roles, AppRoles)]
