import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from clairdroit.kb_pages.blocks import NewsBody
from clairdroit.kb_pages.feeds import EventFeed
from clairdroit.kb_pages.managers import EventPageManager, EventPageQuerySet
from clairdroit.kb_pages.models.base import FixedPage, SitePage, kept_query
from clairdroit.taxonomy.enums import Heading

PER_PAGE = 15


class EventIndexPage(RoutablePageMixin, FixedPage):
    """What is coming, the soonest first; `?quand=passes` shows what is over; `flux.atom`, `agenda.ics`."""

    intro = models.TextField(_("introduction"), max_length=300, blank=True)

    parent_page_types = ["clairdroit_kb_pages.HomePage"]
    subpage_types = ["clairdroit_kb_pages.EventPage"]
    max_count_per_parent = 1
    template = "kb_pages/event_index_page.html"

    content_panels = [*SitePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("event index")

    @property
    def lead(self) -> str:
        return self.intro

    def events(self, heading_key: str = "") -> EventPageQuerySet:
        # Bodies are what a list does not show, and most of what a row weighs.
        events = EventPage.objects.live().public().child_of(self).select_related("locale").defer("body")
        return events.for_heading(heading_key) if heading_key else events

    @path("flux.atom/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return EventFeed(index=self)(request)

    @path("agenda.ics/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        from clairdroit.kb_pages import calendars  # its library takes long to load, and few ask for it

        # A subscribed calendar is fetched again and again by each telephone that has it.
        return calendars.response(self.events().upcoming()[:200], name=self.title, filename="agenda.ics")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chosen = request.GET.get("rubrique", "")
        # An address typed wrong shows everything rather than an error.
        chosen = chosen if chosen in Heading.values else ""
        shows_past = request.GET.get("quand") == "passes"
        events = self.events(chosen)
        context["headings"] = Heading.choices
        context["chosen_heading"] = chosen
        context["kept_query"] = kept_query(request, "rubrique", "quand", "commune")
        context["shows_past"] = shows_past
        events = events.past() if shows_past else events.upcoming()
        context["page_of_events"] = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
        return context


class EventPage(RoutablePageMixin, SitePage):
    about = models.CharField(_("heading"), max_length=20, choices=Heading.choices, blank=True)
    start = models.DateTimeField(_("starts"))
    # Blank in the form alone: `clean` fills it in, and the database asks for it.
    end = models.DateTimeField(_("ends"), blank=True, help_text=_("Without hours, it may stay empty: one day."))
    is_all_day = models.BooleanField(
        _("without hours"),
        default=False,
        help_text=_("Readers see the day, or “from 3 to 5 December”. Whatever hours stand above are left out."),
    )
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    summary = models.CharField(_("summary in one sentence"), max_length=240)
    place_name = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True, help_text=_("Street, postal code and town."))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    conditions = models.CharField(
        _("how to come"), max_length=240, blank=True, help_text=_("“Free, without appointment.”")
    )
    registration_url = models.URLField(_("registration address"), blank=True)
    organiser = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        verbose_name=_("organised by"),
    )
    body = StreamField(NewsBody(), verbose_name=_("body"), blank=True, use_json_field=True)

    objects = EventPageManager()

    parent_page_types = ["clairdroit_kb_pages.EventIndexPage"]
    subpage_types: list[str] = []
    template = "kb_pages/event_page.html"

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("start"), FieldPanel("end")]), FieldPanel("is_all_day")],
            heading=_("When"),
        ),
        FieldRowPanel([FieldPanel("about"), FieldPanel("is_cancelled")]),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("place_name"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("conditions"),
                FieldPanel("registration_url"),
                FieldPanel("organiser"),
            ],
            heading=_("Where and how"),
        ),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        TranslatableField("place_name"),
        SynchronizedField("about", overridable=False),
        SynchronizedField("address"),
        SynchronizedField("registration_url"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("place_name"),
        index.SearchField("body"),
        index.FilterField("start"),
        index.FilterField("end"),
        index.FilterField("about"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="kb_pages_event_ends_after_it_starts",
                violation_error_message=_("The event must end after it starts."),
            )
        ]

    @property
    def heading_key(self) -> str:
        return self.about

    @property
    def lead(self) -> str:
        return self.summary

    @property
    def is_over(self) -> bool:
        return self.end < timezone.now()

    @property
    def starts_on_or_at(self) -> datetime.date:
        """The moment in local time; of an event without hours, the day alone."""
        moment = timezone.localtime(self.start)
        return moment.date() if self.is_all_day else moment

    @property
    def ends_on_or_at(self) -> datetime.date:
        """As above; the last day is one on which the event still takes place."""
        moment = timezone.localtime(self.end)
        return moment.date() if self.is_all_day else moment

    def structured_data_nodes(self, url: str) -> list[dict[str, Any]]:
        status = "EventCancelled" if self.is_cancelled else "EventScheduled"
        node: dict[str, Any] = {
            "@type": "Event",
            "name": self.title,
            "description": self.summary,
            "url": url,
            "startDate": self.starts_on_or_at.isoformat(),
            "endDate": self.ends_on_or_at.isoformat(),
            "eventStatus": f"https://schema.org/{status}",
        }
        if self.place_name or self.address:
            node["location"] = {"@type": "Place", "name": self.place_name or self.address, "address": self.address}
            if self.latitude is not None and self.longitude is not None:
                node["location"]["geo"] = {
                    "@type": "GeoCoordinates",
                    "latitude": self.latitude,
                    "longitude": self.longitude,
                }
        return [node]

    def clean(self) -> None:
        super().clean()
        if self.is_all_day and self.start:
            self._take_whole_days()
        if not self.end:
            raise ValidationError({"end": _("Say when the event ends, or tick “without hours”.")})
        if self.start and self.end < self.start:
            raise ValidationError({"end": _("The event must end after it starts.")})

    def _take_whole_days(self) -> None:
        """Lists and calendars compare moments: such an event is to come, and not over, until its last day ends."""
        first = timezone.localtime(self.start)
        last = timezone.localtime(self.end) if self.end else first
        self.start = first.replace(hour=0, minute=0, second=0, microsecond=0)
        # The last minute, not midnight: midnight would be a moment of the following day.
        self.end = last.replace(hour=23, minute=59, second=0, microsecond=0)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["organiser"] = self.organiser if self.organiser and self.organiser.live else None
        return context

    @path("evenement.ics/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        from clairdroit.kb_pages import calendars  # its library takes long to load, and few ask for it

        return calendars.response([self], name=self.title, filename=f"{self.slug}.ics")
