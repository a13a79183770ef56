"""Who may do what, as docs/roles.md says it and as the database has it."""

import re
from collections import defaultdict
from pathlib import Path

from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from clairdroit.kb_pages.roles import collection_of, editors_of
from clairdroit.roles.enums import Role
from clairdroit.taxonomy.enums import OFFICIAL_NAMES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
GROUPS = {
    **{editors_of(key): Role.EDITORS for key in OFFICIAL_NAMES},
    **{role.value: role for role in Role if role is not Role.EDITORS},
}


def table(first_column):
    """The rows of the table whose first column has this title: {(row, role): set of rights}."""
    lines = PAGE.read_text().splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_column} |"))
    roles = [cell.strip() for cell in lines[begin].strip("|").split("|")][1:]
    rows = {}
    for line in lines[begin + 2 :]:
        if not line.startswith("|"):
            break
        name, *cells = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
        for role, cell in zip(roles, cells, strict=True):
            rows[name, Role(role)] = {right for right in cell.split(", ") if right}
    return rows


def rights_on_models(group):
    """{label: set of rights} of a group in the database."""
    rights = defaultdict(set)
    for app, model, codename in group.permissions.values_list(
        "content_type__app_label", "content_type__model", "codename"
    ):
        rights[f"{app}.{model}"].add(re.sub(f"_{model}$", "", codename))
    return dict(rights)


def rights_on_places(group):
    """{place in the words of the table: set of rights} of a group in the database."""
    rights = defaultdict(set)
    for each in GroupPagePermission.objects.filter(group=group).select_related("permission", "page"):
        rights[_page_in_words(each.page.specific, group)].add(each.permission.codename.removesuffix("_page"))
    for each in GroupCollectionPermission.objects.filter(group=group).select_related("permission", "collection"):
        right = re.sub("_(image|document)$", "", each.permission.codename)
        rights[_collection_in_words(each.collection, group)].add(right)
    return dict(rights)


def _page_in_words(page, group):
    if page.depth == 1:
        return "the whole tree"
    kind = type(page).__name__
    if kind == "HeadingPage":
        return "own heading" if group.name == editors_of(page.key) else "another heading"
    return {"HomePage": "home page", "NewsIndexPage": "news, events", "EventIndexPage": "news, events"}[kind]


def _collection_in_words(collection, group):
    if collection.depth == 1:
        return "images and documents: root"
    own = {editors_of(key): collection_of(key) for key in OFFICIAL_NAMES}.get(group.name)
    return f"images and documents: {'own' if collection.name == own else 'another'} heading"


def groups():
    return {group.name: group for group in Group.objects.all()}
