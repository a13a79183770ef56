from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from clairdroit.kb_pages.blocks import NewsBody
from clairdroit.kb_pages.feeds import NewsFeed
from clairdroit.kb_pages.managers import NewsPageManager, NewsPageQuerySet
from clairdroit.kb_pages.models.base import FixedPage, SitePage, kept_query
from clairdroit.taxonomy.enums import Heading

PER_PAGE = 15


class NewsIndexPage(RoutablePageMixin, FixedPage):
    """All the news, the newest first; `?rubrique=` keeps one heading's, `flux.atom` is the feed."""

    intro = models.TextField(_("introduction"), max_length=300, blank=True)

    parent_page_types = ["clairdroit_kb_pages.HomePage"]
    subpage_types = ["clairdroit_kb_pages.NewsPage"]
    max_count_per_parent = 1
    template = "kb_pages/news_index_page.html"

    content_panels = [*SitePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("news index")

    @property
    def lead(self) -> str:
        return self.intro

    def news(self, heading_key: str = "") -> NewsPageQuerySet:
        news = NewsPage.objects.live().public().child_of(self).newest_first().select_related("locale").defer("body")
        return news.for_heading(heading_key) if heading_key else news

    @path("flux.atom/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return NewsFeed(index=self)(request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chosen = request.GET.get("rubrique", "")
        chosen = chosen if chosen in Heading.values else ""
        context["headings"] = Heading.choices
        context["chosen_heading"] = chosen
        context["kept_query"] = kept_query(request, "rubrique", "commune")
        context["page_of_news"] = Paginator(self.news(chosen), PER_PAGE).get_page(request.GET.get("page"))
        return context


class NewsPage(SitePage):
    date = models.DateField(_("date"), default=timezone.localdate)
    about = models.CharField(_("heading"), max_length=20, choices=Heading.choices, blank=True)
    summary = models.CharField(_("summary in one sentence"), max_length=240)
    body = StreamField(NewsBody(), verbose_name=_("body"), blank=True, use_json_field=True)

    objects = NewsPageManager()

    parent_page_types = ["clairdroit_kb_pages.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "kb_pages/news_page.html"

    content_panels = [
        *SitePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("about")]),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [SynchronizedField("date"), SynchronizedField("about", overridable=False)]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("about"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    @property
    def heading_key(self) -> str:
        return self.about

    @property
    def lead(self) -> str:
        return self.summary
