"""Who writes where: the groups of the headings, and what each group may do on pages, images and documents."""

from collections.abc import Iterable, Iterator

from wagtail.models import Page

from clairdroit.kb_pages.models import EventIndexPage, HeadingPage, HomePage, NewsIndexPage
from clairdroit.roles import AppRoles, CollectionRights, PageRights, Role
from clairdroit.roles.declaring import CHANGING
from clairdroit.taxonomy.enums import OFFICIAL_NAMES, Heading

# The pages that groups have rights on, and that carry the workflow.
MODERATED_TYPES: tuple[type[Page], ...] = (HomePage, HeadingPage, NewsIndexPage, EventIndexPage)

# Rights on pages. An editor who may not publish submits to moderation.
DRAFTING = ("add", "change")
PROPOSING = ("add",)
MODERATING = ("add", "change", "publish", "lock", "unlock")
COORDINATING = (*MODERATING, "bulk_delete")


def editors_of(key: str) -> str:
    """The name of the group that writes under one heading."""
    return f"{Role.EDITORS} – {OFFICIAL_NAMES[Heading(key)]}"


def collection_of(key: str) -> str:
    """The name of the collection that holds the images and documents of one heading."""
    return f"Rubrique – {OFFICIAL_NAMES[Heading(key)]}"


def rights_on(page: Page) -> list[PageRights]:
    """On a home page, a heading or an index, and below it."""
    if isinstance(page, HomePage):
        return [PageRights(Role.MODERATORS, page, MODERATING)]
    if isinstance(page, HeadingPage):
        return [PageRights(editors_of(page.key), page, DRAFTING)]
    return [PageRights(editors_of(key), page, PROPOSING) for key in Heading.values]


def moderated_pages() -> Iterator[Page]:
    """Of every language."""
    for model in MODERATED_TYPES:
        yield from model.objects.order_by("path")


def page_rights() -> Iterable[PageRights]:
    yield PageRights(Role.COORDINATION, Page.get_first_root_node(), COORDINATING)
    for page in moderated_pages():
        yield from rights_on(page)


FILING = ("add", "change", "choose")
TAG = "clairdroit_kb_pages.articletag"

ROLES = AppRoles(
    groups={Role.EDITORS: tuple(editors_of(key) for key in Heading.values)},
    rights={
        Role.MODERATORS: {TAG: ("add", "change", "view")},
        Role.COORDINATION: {TAG: CHANGING, "clairdroit_kb_pages.siteidentity": ("change", "view")},
    },
    collections=(
        CollectionRights(Role.MODERATORS, FILING),
        CollectionRights(Role.COORDINATION, FILING),
        *(CollectionRights(editors_of(key), ("choose",)) for key in Heading.values),
        *(CollectionRights(editors_of(key), FILING, collection_of(key)) for key in Heading.values),
    ),
    pages=page_rights,
    moderated_pages=moderated_pages,
)
