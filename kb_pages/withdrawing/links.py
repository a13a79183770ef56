"""Which live pages lead to which page, as Wagtail's reference index knows it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.pages import PagePermissionPolicy

from clairdroit.freshness.board import Line, WorkList


def live_translations(page: Page) -> list[Page]:
    """In other languages, with a text of their own: an alias goes with its page by itself."""
    translations = page.get_translations().live().filter(alias_of=None)
    return list(translations.select_related("locale").order_by("locale__language_code").specific())


def pages_leading_to(pages: Collection[Page]) -> QuerySet[Page]:
    """Live pages, aliases apart, that link to one of `pages`, themselves apart."""
    keys = [page.pk for page in pages]
    sources = _between_pages().filter(to_object_id__in=[str(key) for key in keys]).values_list("object_id", flat=True)
    found = Page.objects.live().filter(pk__in={int(key) for key in sources}, alias_of=None).exclude(pk__in=keys)
    return found.select_related("locale").order_by("path")


def around(page: Page, user: Any) -> dict[str, Any]:
    """Its live translations, each with whether this person may withdraw it, and the pages that lead to any of them."""
    translations = live_translations(page)
    return {
        "translations": [(found, found.permissions_for_user(user).can_unpublish()) for found in translations],
        "leading": leading([page, *translations], user),
    }


def leading(pages: Collection[Page], user: Any) -> list[tuple[Page, str]]:
    """`pages_leading_to`, each with where this person mends it; without an address where they may not."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    found = list(pages_leading_to(pages))
    may = set(editable.filter(pk__in=[page.pk for page in found]).values_list("pk", flat=True))
    return [(page, edit_url(page) if page.pk in may else "") for page in found]


def _between_pages() -> QuerySet[ReferenceIndex]:
    pages = ContentType.objects.get_for_model(Page)
    return ReferenceIndex.objects.filter(base_content_type=pages, to_content_type=pages)


def dead_links(user: Any) -> list[Line]:
    """Pages that this person may change, with the pages that they lead to and that no reader finds.

    Computed, not noted: a page that comes back, or a link that is taken away, ends the task.
    """
    targets = defaultdict(set)
    for source, target in _between_pages().values_list("object_id", "to_object_id").distinct():
        targets[int(source)].add(int(target))
    found = set(Page.objects.live().filter(pk__in=set().union(*targets.values())).values_list("pk", flat=True))
    dead = {source: keys - found for source, keys in targets.items() if keys - found}
    titles = dict(Page.objects.filter(pk__in=set().union(*dead.values())).values_list("pk", "title"))
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    sources = editable.live().filter(pk__in=dead, alias_of=None).order_by("path")
    return [Line(page.title, edit_url(page), _leads_to(titles.get(key) for key in dead[page.pk])) for page in sources]


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _leads_to(titles: Iterable[str | None]) -> str:
    named = sorted(_("“%(title)s”") % {"title": title} if title else _("a page that was deleted") for title in titles)
    return _("leads to %(pages)s") % {"pages": ", ".join(named)}


DEAD_LINKS = WorkList(
    key="dead-links",
    title=gettext_lazy("Links to pages that are not online"),
    words=gettext_lazy("Readers see the words without a link. Take the link away, or lead it to another page."),
    lines=dead_links,
    counted=lambda total: ngettext("page with a dead link", "pages with dead links", total),
)
