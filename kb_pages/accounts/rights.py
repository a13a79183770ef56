"""What a group or an account may do, in a form that can be compared: may this one do nothing that that one may not?"""

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    PageViewRestriction,
)

from clairdroit.roles.users import User

# Of a place in a tree, and what one may do there. "Whatever one may" opens what is shown to some groups alone.
Placed = tuple[str, str]
# Being named in a view restriction: no Django permission, but a right all the same.
SEE = "see"


@dataclasses.dataclass(frozen=True)
class Rights:
    """`everything`: a superuser's. Places are the paths of tree nodes: a right on one holds for all below it."""

    everything: bool = False
    permissions: frozenset[int] = frozenset()
    pages: frozenset[Placed] = frozenset()
    collections: frozenset[Placed] = frozenset()
    sites: frozenset[tuple[int, int]] = frozenset()
    # Whoever decides in a workflow publishes by it.
    tasks: frozenset[int] = frozenset()

    def cover(self, other: "Rights") -> bool:
        if self.everything:
            return True
        return (
            not other.everything
            and other.permissions <= self.permissions
            and all(_holds(self.pages, right) for right in other.pages)
            and all(_holds(self.collections, right) for right in other.collections)
            and other.sites <= self.sites
            # Deciding in a task publishes what it moderates: whoever may publish every page gains nothing by it.
            and (other.tasks <= self.tasks or self._may_publish_everywhere())
        )

    def __or__(self, other: "Rights") -> "Rights":
        return Rights(*(getattr(self, each.name) | getattr(other, each.name) for each in dataclasses.fields(self)))

    def _may_publish_everywhere(self) -> bool:
        # A path of one step is the root of the tree (treebeard's materialised paths).
        return any(len(path) == Page.steplen and right == "publish_page" for path, right in self.pages)


def _holds(own: frozenset[Placed], wanted: Placed) -> bool:
    path, right = wanted
    # A prefix is an ancestor or the node itself, as each step of a path has the same length.
    return any(path.startswith(place) and right in (has, SEE) for place, has in own)


@dataclasses.dataclass(frozen=True)
class Reach:
    """One account's rights beside those of all groups: asked of the database once, however many are compared with."""

    own: Rights
    of_groups: dict[int, Rights]

    def covers_account(self, account: User) -> bool:
        return self.own.cover(_of_account(account, self.of_groups))

    def groups(self) -> list[int]:
        """Those that may do nothing that the account may not."""
        return [pk for pk, rights in self.of_groups.items() if self.own.cover(rights)]


def reach_of(user: User) -> Reach:
    """Anew each time, unless a view that compares with many has put it beside its user (`viewsets.IndexView`)."""
    known: Reach | None = getattr(user, "reach", None)
    if known is not None:
        return known
    of_groups = _rights_of_groups()
    return Reach(_of_account(user, of_groups), of_groups)


def _of_account(account: User, of_groups: dict[int, Rights]) -> Rights:
    """Whether or not the account is active: one that is switched off can be switched on again."""
    if account.is_superuser:
        return Rights(everything=True)
    own = Rights(permissions=frozenset(each.pk for each in account.user_permissions.all()))
    return functools.reduce(Rights.__or__, (_of_one(group, of_groups) for group in account.groups.all()), own)


def _of_one(group: Group, of_groups: dict[int, Rights]) -> Rights:
    """One that was made a moment ago, after the others were asked for, is taken for the strongest."""
    return of_groups.get(group.pk, Rights(everything=True))


def _rights_of_groups() -> dict[int, Rights]:
    """Eight queries, whatever their number."""
    permissions = Permission.objects.filter(group__isnull=False).values_list("group", "pk")
    pages = GroupPagePermission.objects.values_list("group", "page__path", "permission__codename")
    collections = GroupCollectionPermission.objects.values_list("group", "collection__path", "permission__codename")
    seen_pages = PageViewRestriction.objects.filter(groups__isnull=False).values_list("groups", "page__path")
    seen_collections = CollectionViewRestriction.objects.filter(groups__isnull=False).values_list(
        "groups", "collection__path"
    )
    sites = GroupSitePermission.objects.values_list("group", "site_id", "permission_id")
    tasks = GroupApprovalTask.objects.filter(groups__isnull=False).values_list("groups", "pk")
    by_group: dict[str, Any] = {
        "permissions": _by_group(permissions),
        "pages": _by_group([*pages, *((*row, SEE) for row in seen_pages)]),
        "collections": _by_group([*collections, *((*row, SEE) for row in seen_collections)]),
        "sites": _by_group(sites),
        "tasks": _by_group(tasks),
    }
    return {pk: _picked(pk, by_group) for pk in Group.objects.values_list("pk", flat=True)}


def _picked(group: int, by_group: dict[str, Any]) -> Rights:
    values: dict[str, Any] = {name: frozenset(found[group]) for name, found in by_group.items()}
    return Rights(**values)


def _by_group(rows: Iterable[tuple[Any, ...]]) -> dict[int, set[Any]]:
    """Of rows whose first column is a group, the rest: one value as it is, several as a tuple."""
    found: dict[int, set[Any]] = defaultdict(set)
    for group, *rest in rows:
        found[group].add(rest[0] if len(rest) == 1 else tuple(rest))
    return found
