"""What a group or an account may do, in a form that can be compared: may this one do nothing that that one may not?"""

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User
else:
    User = Any

# Of a place in a tree, and what one may do there. "Whatever one may" opens what is shown to some groups alone.
Placed = tuple[str, str]
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
            and (other.tasks <= self.tasks or self._may_publish_everywhere())
        )

    def _may_publish_everywhere(self) -> bool:
        root = Page.get_first_root_node()
        return root is not None and (root.path, "publish_page") in self.pages


def _holds(own: frozenset[Placed], wanted: Placed) -> bool:
    path, right = wanted
    return any(path.startswith(place) and right in (has, SEE) for place, has in own)


def rights_of_group(group: Group) -> Rights:
    return _rights(groups=[group.pk], permissions=group.permissions.values_list("pk", flat=True))


def rights_of(user: User) -> Rights:
    """Whether or not the account is active: one that sleeps can be woken."""
    if user.is_superuser:
        return Rights(everything=True)
    groups = list(user.groups.values_list("pk", flat=True))
    granted = Permission.objects.filter(group__in=groups).values_list("pk", flat=True)
    return _rights(groups=groups, permissions=[*granted, *user.user_permissions.values_list("pk", flat=True)])


def _rights(*, groups: list[int], permissions: Iterable[int]) -> Rights:
    of_groups = {"group__in": groups}
    listed = {"groups__in": groups}
    pages = GroupPagePermission.objects.filter(**of_groups).values_list("page__path", "permission__codename")
    collections = GroupCollectionPermission.objects.filter(**of_groups)
    shown_pages = PageViewRestriction.objects.filter(**listed).values_list("page__path", flat=True)
    shown_collections = CollectionViewRestriction.objects.filter(**listed).values_list("collection__path", flat=True)
    return Rights(
        permissions=frozenset(permissions),
        pages=frozenset(pages) | {(path, SEE) for path in shown_pages},
        collections=frozenset(collections.values_list("collection__path", "permission__codename"))
        | {(path, SEE) for path in shown_collections},
        sites=frozenset(GroupSitePermission.objects.filter(**of_groups).values_list("site_id", "permission_id")),
        tasks=frozenset(GroupApprovalTask.objects.filter(**listed).values_list("pk", flat=True)),
    )
