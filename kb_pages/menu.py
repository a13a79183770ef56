"""What the site's shell asks of the page tree: what stands in its menus, and what the town says of itself."""

from django.db.models import F, Q
from django.db.models.functions import Left
from wagtail.models import Page
from wagtail.query import PageQuerySet

from clairdroit.kb_pages.managers import is_restricted
from clairdroit.kb_pages.models import HeadingPage, SiteIdentity

__all__ = ["SiteIdentity", "below", "with_menu_facts"]

# Wagtail keeps a heading in two tables; from a `Page` to its heading leads what Django names after the model.
HEADING = HeadingPage._meta.get_field("page_ptr").related_query_name()


def with_menu_facts(pages: PageQuerySet, home: Page) -> PageQuerySet:
    """Each with `key` (of a heading, else None) and `is_restricted`, in the query that lists them."""
    return pages.annotate(
        # Treebeard's path of a child begins with its parent's, here the home page's.
        home_path=Left("path", len(home.path)),
        key=F(f"{HEADING}__key"),
        is_restricted=is_restricted(),
    )


def below(home: Page) -> Q:
    """The live pages of ours right below the home page in any language; asks for `with_menu_facts`."""
    homes = Page.objects.filter(translation_key=home.translation_key).values("path")
    ours = Q(content_type__app_label=HeadingPage._meta.app_label)
    return ours & Q(depth=home.depth + 1, home_path__in=homes, live=True, alias_of=None)
