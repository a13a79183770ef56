"""Pages in the moderation queue."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from clairdroit.kb_pages.models import EventPage, HeadingPage, NewsPage
from clairdroit.kb_pages.translating.acceptances import accept_half
from clairdroit.kb_pages.translating.missing import half
from clairdroit.moderation.cautions import Caution
from clairdroit.moderation.registry import Kind, QueueItem
from clairdroit.moderation.submitted import Submitted, SubmittedKind

# News and events name a heading; one query for both, through the page's own table.
ABOUT = tuple(f"{model._meta.get_field('page_ptr').related_query_name()}__about" for model in (NewsPage, EventPage))


class WaitingPages(SubmittedKind):
    kind = Kind("page", _("Pages"), 20)
    model = Page

    def items(self, tasks: Mapping[str, Submitted]) -> Iterator[QueueItem]:
        roots = list(HeadingPage.objects.order_by().values_list("path", "key"))
        rows = Page.objects.order_by().filter(pk__in=tasks).values_list("pk", "path", *ABOUT)
        for pk, path, *about in rows:
            # Treebeard's path of a page begins with that of each page above it.
            above = [key for root, key in roots if path.startswith(root)]
            yield self.item(pk, tasks, [*above, *about])

    def title(self, thing: Any) -> str:
        return str(thing.draft_title or thing.title)

    def public(self, number: str) -> Any:
        page = super().public(number)
        return page.specific if page is not None else None


class HalfTranslated:
    """Of pages, and of every other text that is translated: readers get passages as they were written."""

    def caution(self, thing: Any) -> Caution | None:
        found = half(thing)
        if found is None:
            return None
        told = gettext("Nothing is published yet: some passages are not translated. Read which ones, then approve.")
        return Caution(told, render_to_string("kb_pages/admin/half.html", {"half": found, "folded": True}))

    def accept(self, *, thing: Any, revision: Revision, user: Any) -> None:
        accept_half(thing=thing, revision=revision, user=user)
