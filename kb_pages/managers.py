from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet

from clairdroit.freshness.managers import VerifiableQuerySet


class ArticlePageQuerySet(VerifiableQuerySet, PageQuerySet):
    def answers(self) -> "ArticlePageQuerySet":
        """Made from a reader's question."""
        return self.filter(answered_on__isnull=False)

    def not_answers(self) -> "ArticlePageQuerySet":
        return self.filter(answered_on=None)


class DatedPageQuerySet(PageQuerySet):
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


ArticlePageManager = PageManager.from_queryset(ArticlePageQuerySet)
NewsPageManager = PageManager.from_queryset(NewsPageQuerySet)
EventPageManager = PageManager.from_queryset(EventPageQuerySet)
