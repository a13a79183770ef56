from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet, PageViewRestriction

from clairdroit.freshness.managers import VerifiableQuerySet


def is_restricted() -> Q:
    """Whether a page is not for everybody: by itself, by a page above it, or as an alias of such a page.

    Part of the query that lists the pages; Wagtail's own `public()` reads the restrictions by one more, each time.
    """
    return Q(Exists(_restrictions_above("path"))) | Q(Exists(_restrictions_above("alias_of__path")))


def _restrictions_above(path: str) -> QuerySet:
    # Treebeard's path of a page begins with the paths of all above it, and with its own.
    of_page = ExpressionWrapper(OuterRef(path), CharField())
    return PageViewRestriction.objects.annotate(of_page=of_page).filter(of_page__startswith=F("page__path"))


class SitePageQuerySet(PageQuerySet):
    def public(self) -> "SitePageQuerySet":
        """What everybody may read: lists, feeds, calendars and the search show nothing else, to whomever."""
        return self.filter(~is_restricted())


class ArticlePageQuerySet(VerifiableQuerySet, SitePageQuerySet):
    def answers(self) -> "ArticlePageQuerySet":
        """Made from a reader's question."""
        return self.filter(answered_on__isnull=False)

    def not_answers(self) -> "ArticlePageQuerySet":
        return self.filter(answered_on=None)


class DatedPageQuerySet(SitePageQuerySet):
    """News and events: pages that stand beside the headings and may name one."""

    def for_heading(self, key: str) -> "DatedPageQuerySet":
        return self.filter(about=key)


class NewsPageQuerySet(DatedPageQuerySet):
    def newest_first(self) -> "NewsPageQuerySet":
        return self.order_by("-date", "-pk")


class EventPageQuerySet(DatedPageQuerySet):
    def upcoming(self) -> "EventPageQuerySet":
        """What has not ended yet, the soonest first."""
        return self.filter(end__gte=timezone.now()).order_by("start", "pk")

    def past(self) -> "EventPageQuerySet":
        return self.filter(end__lt=timezone.now()).order_by("-start", "-pk")


SitePageManager = PageManager.from_queryset(SitePageQuerySet)
ArticlePageManager = PageManager.from_queryset(ArticlePageQuerySet)
NewsPageManager = PageManager.from_queryset(NewsPageQuerySet)
EventPageManager = PageManager.from_queryset(EventPageQuerySet)
