from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from clairdroit.kb_pages import roles
from clairdroit.kb_pages.actions.tree import Tree
from clairdroit.kb_pages.models import HeadingPage, HomePage
from clairdroit.partners_snippets.enums import Heading

MEDIA = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@transaction.atomic
def build_roles(tree: Tree) -> list[str]:
    """Create the groups and give them the rights that are missing; a right added by hand stays. Names of new groups."""
    made: list[str] = []
    top = Collection.get_first_root_node()
    for key in Heading.values:
        group = _group(roles.editors_of(key), made)
        _enter_admin(group)
        _give_models(group, roles.EDITOR_MODELS)
        _give_media(group, top, ("choose",))
        _give_media(group, _collection(top, roles.collection_of(key)), ("add", "change", "choose"))

    moderators = _group(roles.MODERATORS, made)
    _enter_admin(moderators)
    _give_media(moderators, top, ("add", "change", "choose"))
    _give_models(moderators, roles.MODERATOR_MODELS)

    coordination = _group(roles.COORDINATION, made)
    _enter_admin(coordination)
    _give_pages(coordination, Page.get_first_root_node(), roles.COORDINATING)
    _give_media(coordination, top, ("add", "change", "choose"))
    _give_models(coordination, roles.COORDINATOR_MODELS)

    for page in (tree.home, *tree.headings.values(), tree.news_index, tree.event_index):
        give_page_rights(page)

    # Nothing to do in the admin: being in the group is what opens the private lines of partners.
    _give_models(_group(roles.PROFESSIONALS, made), roles.PROFESSIONAL_MODELS)
    _drop_unused_wagtail_groups()
    return made


def give_page_rights(page: Page) -> None:
    """What the groups that exist may do on a home page, a heading or an index, and below it."""
    wanted: list[tuple[str, tuple[str, ...]]]
    if isinstance(page, HomePage):
        wanted = [(roles.MODERATORS, roles.MODERATING)]
    elif isinstance(page, HeadingPage):
        wanted = [(roles.editors_of(page.key), roles.DRAFTING)]
    else:
        wanted = [(roles.editors_of(key), roles.PROPOSING) for key in Heading.values]
    groups = Group.objects.in_bulk([name for name, _ in wanted], field_name="name")
    for name, actions in wanted:
        if name in groups:
            _give_pages(groups[name], page, actions)


def _group(name: str, made: list[str]) -> Group:
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        made.append(name)
    return group


def _enter_admin(group: Group) -> None:
    app_label, codename = roles.ENTER_ADMIN
    group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))


def _give_pages(group: Group, page: Page, actions: Iterable[str]) -> None:
    for action in actions:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _collection(top: Collection, name: str) -> Collection:
    return top.get_children().filter(name=name).first() or top.add_child(name=name)


def _give_media(group: Group, collection: Collection, actions: Iterable[str]) -> None:
    for app_label, model in MEDIA:
        for action in actions:
            permission = Permission.objects.get(content_type__app_label=app_label, codename=f"{action}_{model}")
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _give_models(group: Group, rights: Iterable[roles.ModelRights]) -> None:
    for right in rights:
        codenames = [f"{action}_{right.model}" for action in right.actions]
        codenames += [action for action in right.actions if "_" in action]
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label=right.app_label, codename__in=codenames)
        )


def _drop_unused_wagtail_groups() -> None:
    """Wagtail's own "Editors" may write anywhere in the tree: they go unless someone is in them."""
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()
