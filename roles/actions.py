from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Workflow

from clairdroit.roles import moderation
from clairdroit.roles.declaring import AppRoles, CollectionRights, PageRights, declared
from clairdroit.roles.enums import Role

MEDIA = ("wagtailimages.image", "wagtaildocs.document")
WAGTAIL_GROUPS = ("Editors", "Moderators")


class RightsMissingError(Exception):
    """An app declares a right that the database does not know: its migrations have not run."""


@dataclass(frozen=True)
class Composed:
    """`made`: the names of the groups that were not there."""

    workflow: Workflow
    made: list[str]


@transaction.atomic
def compose_roles() -> Composed:
    """Groups, their rights and the moderation, as the installed apps declare them.

    The result is the same whatever was there, and a second run changes nothing. What is missing is added; a right or
    a workflow that a person gave stays. Rights of an app that is no longer installed stay in the database, unused.
    """
    parts = declared()
    groups, made = _groups(parts)
    # Workflows have no unique name: two commands at once would make two.
    Group.objects.select_for_update().get(name=Role.COORDINATION)
    permissions = _Permissions()
    _give_models(groups, parts, permissions)
    by_name = {group.name: group for role in groups.values() for group in role}
    _give_collections(by_name, [right for part in parts for right in part.collections], permissions)
    _give_pages(by_name, [right for part in parts for right in part.pages()], permissions)
    workflow = moderation.make_workflow(made)
    moderation.moderate_models(workflow, [label for part in parts for label in part.moderated])
    moderation.moderate_pages(workflow, [page for part in parts for page in part.moderated_pages()])
    _drop_unused_wagtail_groups()
    moderation.drop_wagtails_workflow()
    return Composed(workflow, made)


@transaction.atomic
def open_page(page: Page, rights: Iterable[PageRights]) -> None:
    """A page that was just made: the rights on it of those groups that exist, and the moderation where none is
    inherited. Where the roles were never composed there is neither, and nothing is done."""
    rights = list(rights)
    groups = Group.objects.in_bulk([right.group for right in rights], field_name="name")
    _give_pages(groups, rights, _Permissions())
    workflow = moderation.our_workflow()
    if workflow is not None and Page.objects.get(pk=page.pk).get_workflow() is None:
        moderation.moderate_pages(workflow, [page])


class _Permissions:
    """Every permission of the database, read once."""

    def __init__(self) -> None:
        rows = Permission.objects.values_list("content_type__app_label", "content_type__model", "codename", "pk")
        self._keys = {(f"{app}.{model}", codename): pk for app, model, codename, pk in rows}

    def of(self, label: str, actions: Iterable[str]) -> list[int]:
        model = label.split(".")[1]
        codenames = [(label, f"{action}_{model}") for action in actions]
        missing = [codename for key, codename in codenames if (key, codename) not in self._keys]
        if missing:
            raise RightsMissingError(f"{label} has no permission {', '.join(missing)}: run manage.py migrate first.")
        return [self._keys[key] for key in codenames]


def _groups(parts: list[AppRoles]) -> tuple[dict[Role, list[Group]], list[str]]:
    names: dict[Role, list[str]] = {role: [role.value] for role in Role if role is not Role.EDITORS}
    for part in parts:
        for role, several in part.groups.items():
            names.setdefault(role, []).extend(several)
    made: list[str] = []
    found: dict[Role, list[Group]] = {}
    for role, those in names.items():
        for name in those:
            group, is_new = Group.objects.get_or_create(name=name)
            found.setdefault(role, []).append(group)
            made += [name] if is_new else []
    return found, made


def _give_models(groups: dict[Role, list[Group]], parts: list[AppRoles], permissions: _Permissions) -> None:
    for role, members in groups.items():
        wanted = [
            pk
            for part in parts
            for label, actions in part.rights.get(role, {}).items()
            if label.split(".")[0] in apps.app_configs
            for pk in permissions.of(label, actions)
        ]
        for group in members:
            # Adds and never sets: what a person gave beyond this stays.
            group.permissions.add(*wanted)


def _give_collections(groups: dict[str, Group], rights: list[CollectionRights], permissions: _Permissions) -> None:
    top = Collection.get_first_root_node()
    collections = {"": top, **{collection.name: collection for collection in top.get_children()}}
    media = [label for label in MEDIA if label.split(".")[0] in apps.app_configs]
    wanted = []
    for right in rights:
        if right.collection not in collections:
            # Read anew: treebeard keeps the number of children on the instance, and the last child changed it.
            collections[right.collection] = Collection.objects.get(pk=top.pk).add_child(name=right.collection)
        for label in media:
            place = (groups[right.group].pk, collections[right.collection].pk)
            wanted += [(*place, pk) for pk in permissions.of(label, right.actions)]
    there = set(GroupCollectionPermission.objects.values_list("group", "collection", "permission"))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group_id=group, collection_id=collection, permission_id=permission)
        for group, collection, permission in dict.fromkeys(wanted)
        if (group, collection, permission) not in there
    )


def _give_pages(groups: dict[str, Group], rights: Iterable[PageRights], permissions: _Permissions) -> None:
    wanted = [
        (groups[right.group].pk, right.page.pk, pk)
        for right in rights
        if right.group in groups
        for pk in permissions.of("wagtailcore.page", right.actions)
    ]
    there = set(GroupPagePermission.objects.values_list("group", "page", "permission"))
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group_id=group, page_id=page, permission_id=permission)
        for group, page, permission in dict.fromkeys(wanted)
        if (group, page, permission) not in there
    )


def _drop_unused_wagtail_groups() -> None:
    """Wagtail's own "Editors" may write anywhere in the tree: they go unless someone is in them."""
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()
