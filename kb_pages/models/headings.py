import itertools
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Locale, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from clairdroit.comarquage.models import Dossier
from clairdroit.kb_pages.feeds import HeadingFeed
from clairdroit.kb_pages.forms import HeadingPageForm
from clairdroit.kb_pages.models.articles import ArticlePage
from clairdroit.kb_pages.models.base import FixedPage, SitePage
from clairdroit.kb_pages.models.events import EventIndexPage, EventPage
from clairdroit.kb_pages.models.news import NewsIndexPage, NewsPage
from clairdroit.kb_pages.rich_text import INNER_FEATURES
from clairdroit.taxonomy.enums import Heading

if TYPE_CHECKING:
    from clairdroit.kb_pages.managers import ArticlePageQuerySet

# How many news items and events a page shows beside its own content.
LATEST = 3
# Official dossiers shown at once; with the full feed a heading has up to 45, and the rest is one tap away.
FIRST_DOSSIERS = 6


def leads_on(request: HttpRequest) -> bool:
    """A host may do without Wagtail's redirects."""
    if not apps.is_installed("wagtail.contrib.redirects"):
        return False
    from clairdroit.kb_pages import redirects

    return redirects.leads_on(request)


class HomePage(FixedPage):
    """The home page: the need first, then the eight headings."""

    headline = models.CharField(_("question to the reader"), max_length=120)
    intro = models.TextField(_("introduction"), max_length=300, blank=True)
    search_examples = models.TextField(
        _("search examples"), blank=True, help_text=_("One a line, as a reader would type it.")
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "clairdroit_kb_pages.HeadingPage",
        "clairdroit_kb_pages.NewsIndexPage",
        "clairdroit_kb_pages.EventIndexPage",
        "clairdroit_kb_pages.InformationPage",
    ]
    template = "kb_pages/home_page.html"

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("search_examples"),
    ]

    class Meta:
        verbose_name = _("home page")

    @property
    def heading(self) -> None:  # type: ignore[override]
        return None

    @property
    def lead(self) -> str:
        return self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        headings, news_indexes, event_indexes = (
            model.objects.live().public().child_of(self).select_related("locale")
            for model in (HeadingPage, NewsIndexPage, EventIndexPage)
        )
        context["headings"] = headings.order_by("path")
        context["news_index"] = news = news_indexes.first()
        context["event_index"] = events = event_indexes.first()
        context["news"] = news.news()[:LATEST] if news else []
        context["events"] = events.events().upcoming()[:LATEST] if events else []
        return context

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Finds the page in one query whatever its depth, and keeps the pages on the way for its breadcrumb.

        What this language lacks is looked for in the site's first language: `wagtail_hooks` sends the reader there.
        What was renamed in this language is left to the redirects, which answer what is not found.
        """
        if not path_components:
            return super().route(request, path_components)
        try:
            return self._route_below(request, path_components)
        except Http404:
            first = Locale.get_default()
            # A reader who changes language in the address meets the original rather than “not found”.
            origin = None if self.locale_id == first.pk else self.get_translation_or_none(first)
            if origin is None or leads_on(request):
                raise
            return origin.route(request, path_components)

    def _route_below(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        lengths = range(1, len(path_components) + 1)
        paths = [f"{self.url_path}{'/'.join(path_components[:length])}/" for length in lengths]
        # The slug is what the database has an index on.
        found = Page.objects.filter(slug__in=path_components, url_path__in=paths).select_related("locale")
        way = {page.url_path: page for page in found}
        trail = [way[path] for path in itertools.takewhile(way.__contains__, paths)]
        if not trail:
            raise Http404
        page = trail.pop().specific
        # `specific` reads the row anew: what the first query joined is handed over.
        page.locale = way[page.url_path].locale
        # Where `cached_property` keeps its value: the page asks nobody for its ancestors.
        page.__dict__["trail"] = trail
        return page.route(request, path_components[len(trail) + 1 :])

    @property
    def search_example_list(self) -> list[str]:
        return [line.strip() for line in self.search_examples.splitlines() if line.strip()]


class HeadingPage(RoutablePageMixin, FixedPage):
    """One of the eight headings. Its key is fixed; its title and words are the town's."""

    key = models.CharField(
        _("key"),
        max_length=20,
        choices=Heading.choices,
        help_text=_("Gives the icon, the colour and the partners. It cannot be changed afterwards."),
    )
    examples = models.CharField(
        _("examples"),
        max_length=120,
        blank=True,
        help_text=_("Three, on the home page’s door: “Find, pay, keep a home”."),
    )
    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    parent_page_types = ["clairdroit_kb_pages.HomePage"]
    subpage_types = ["clairdroit_kb_pages.TopicPage"]
    max_count_per_parent = len(Heading)
    base_form_class = HeadingPageForm
    template = "kb_pages/heading_page.html"

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("key"),
        FieldPanel("examples"),
        FieldPanel("intro"),
    ]
    override_translatable_fields = [SynchronizedField("key", overridable=False)]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.FilterField("key")]

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        constraints = [
            models.CheckConstraint(condition=models.Q(key__in=Heading.values), name="kb_pages_heading_has_a_known_key")
        ]

    @classmethod
    def for_key(cls, key: str, locale: Locale | None = None) -> Self | None:
        """The live page of a heading, in the active language unless another is asked for."""
        return cls.objects.live().public().filter(key=key, locale=locale or Locale.get_active()).first()

    @property
    def heading(self) -> Self:  # type: ignore[override]
        return self

    @property
    def lead(self) -> str:
        return self.intro

    def clean(self) -> None:
        super().clean()
        # A parent is known once the page stands in the tree; the creation form checks before that.
        same_key = HeadingPage.objects.filter(key=self.key, locale_id=self.locale_id).exclude(pk=self.pk)
        # Only below the same home page: a town may keep two sites in one tree.
        if self.path and len(self.path) > self.steplen:
            same_key = same_key.filter(path__startswith=self.path[: -self.steplen], depth=self.depth)
        if same_key.exists():
            raise ValidationError({"key": _("This heading exists already in this language.")})

    def articles(self) -> "ArticlePageQuerySet":
        """The live articles under it, without their bodies."""
        return ArticlePage.objects.live().public().descendant_of(self).select_related("locale").defer("body")

    @path("flux.atom/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return HeadingFeed(index=self)(request)

    def topics(self) -> list["TopicPage"]:
        """The live topics, each with its live articles in `.articles`, in two queries whatever their number."""
        topics = list(TopicPage.objects.live().public().child_of(self).select_related("locale").order_by("path"))
        # A path without its last step is the parent's.
        by_parent: dict[str, list[Any]] = {topic.path: [] for topic in topics}
        for article in self.articles().order_by("path"):
            siblings = by_parent.get(article.path[: -self.steplen])
            if siblings is not None:
                siblings.append(article)
        for topic in topics:
            topic.articles = by_parent[topic.path]
        return topics

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = self.topics()
        dossiers = list(Dossier.objects.shown_under(self.key))
        context["first_dossiers"], context["other_dossiers"] = dossiers[:FIRST_DOSSIERS], dossiers[FIRST_DOSSIERS:]
        news = NewsPage.objects.live().public().for_heading(self.key).filter(locale_id=self.locale_id).newest_first()
        context["news"] = news.select_related("locale").defer("body")[:LATEST]
        events = EventPage.objects.live().public().for_heading(self.key).filter(locale_id=self.locale_id).upcoming()
        context["events"] = events.select_related("locale").defer("body")[:LATEST]
        return context


class TopicPage(SitePage):
    """A need within a heading: “Pay my rent”."""

    summary = models.CharField(_("summary in one sentence"), max_length=240, blank=True)
    intro = RichTextField(_("introduction"), features=INNER_FEATURES, blank=True)

    articles: list[Any]

    parent_page_types = ["clairdroit_kb_pages.HeadingPage"]
    subpage_types = ["clairdroit_kb_pages.ArticlePage"]
    template = "kb_pages/topic_page.html"

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("intro")], heading=_("Introduction")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("intro")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def lead(self) -> str:
        return self.summary

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["articles"] = (
            ArticlePage.objects.live().public().child_of(self).select_related("locale").defer("body").order_by("path")
        )
        return context
