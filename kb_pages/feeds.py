"""Atom feeds: the news, the events, the articles of a heading. Each is a page's route, at the page's address."""

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from clairdroit.kb_pages.control_characters import one_line, writable
from clairdroit.kb_pages.dates import when

if TYPE_CHECKING:
    from clairdroit.kb_pages.models import ArticlePage, EventIndexPage, EventPage, HeadingPage, NewsIndexPage, NewsPage

LENGTH = 30


class PageFeed(Feed):
    """A feed of the pages that stand under an index page."""

    feed_type = Atom1Feed

    def __init__(self, index: Any) -> None:
        self.index = index

    def title(self) -> str:
        return one_line(self.index.title)

    def subtitle(self) -> str:
        return writable(self.index.lead)

    def author_name(self) -> str:
        """RFC 4287, 4.1.1: a feed whose entries name nobody names somebody itself. The town speaks, no editor does."""
        return one_line(self.index.site_name) or gettext("Your rights made clear")

    def link(self) -> str:
        return self.index.get_url() or "/"

    def item_title(self, item: Any) -> str:
        return one_line(item.title)

    def item_description(self, item: Any) -> str:
        return writable(item.lead)

    def item_link(self, item: Any) -> str:
        return item.get_url() or "/"

    def item_guid(self, item: Any) -> str:
        # RFC 4287, 4.2.6: never changes, whatever becomes of title and address.
        return f"urn:uuid:{item.translation_key}"

    def item_updateddate(self, item: Any) -> datetime.datetime:
        # A page brought in by a script may have neither.
        return item.last_published_at or item.first_published_at or timezone.now()

    def item_pubdate(self, item: Any) -> datetime.datetime | None:
        return item.first_published_at


class NewsFeed(PageFeed):
    index: "NewsIndexPage"

    def items(self) -> list["NewsPage"]:
        return list(self.index.news()[:LENGTH])


class EventFeed(PageFeed):
    index: "EventIndexPage"

    def items(self) -> list["EventPage"]:
        return list(self.index.events().upcoming()[:LENGTH])

    def item_description(self, item: "EventPage") -> str:
        return writable(" — ".join(part for part in (when(item), item.place_name, item.summary) if part))


class HeadingFeed(PageFeed):
    index: "HeadingPage"

    def items(self) -> list["ArticlePage"]:
        return list(self.index.articles().order_by("-last_published_at")[:LENGTH])
