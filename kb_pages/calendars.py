"""Events as RFC 5545 calendars, which telephones and mail programs take with one tap."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from clairdroit.kb_pages.control_characters import one_line, writable
from clairdroit.kb_pages.time_zones import described

if TYPE_CHECKING:
    from clairdroit.kb_pages.models.events import EventPage


def response(events: Iterable["EventPage"], *, name: str, filename: str) -> HttpResponse:
    answer = HttpResponse(calendar(events, name=name), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def calendar(events: Iterable["EventPage"], *, name: str) -> bytes:
    document = Calendar()
    document.add("prodid", "-//Clairdroit//kb_pages//FR")
    document.add("version", "2.0")
    # RFC 5546, 3.2.1: published to be read; a program must not offer to answer it.
    document.add("method", "PUBLISH")
    document.add("x-wr-calname", one_line(name))
    for event in events:
        document.add_component(_component(event))
    _describe_time_zones(document)
    return document.to_ical()


def _describe_time_zones(document: Calendar) -> None:
    """Europe/Paris to programs that don't know it; what follows no rule as icalendar does, day by day."""
    zone = timezone.get_default_timezone()
    # A fixed offset (a project with TIME_ZONE "Etc/GMT-1") has no rule to describe.
    is_missing = isinstance(zone, ZoneInfo) and zone.key in document.get_missing_tzids()
    if is_missing and (description := described(zone, year=timezone.localdate().year)):
        document.subcomponents.insert(0, description)
    document.add_missing_timezones()


def _component(page: "EventPage") -> Event:
    url = page.get_full_url() or ""
    component = Event()
    # Stable whatever the page's title or address becomes, so that a second import updates the first.
    component.add("uid", f"{page.translation_key}-{page.locale_id}@{urlsplit(url).hostname or 'clairdroit.invalid'}")
    # RFC 5545, 3.8.7.2: with METHOD it is when this text was made; in UTC.
    component.add("dtstamp", _utc(page.last_published_at or page.latest_revision_created_at or timezone.now()))
    component.add("summary", one_line(page.title))
    component.add("description", writable(page.summary))
    component.add("dtstart", page.starts_on_or_at)
    # RFC 5545, 3.6.1: where only days are given, the end is the first day after the event.
    component.add("dtend", page.ends_on_or_at + datetime.timedelta(days=1 if page.is_all_day else 0))
    component.add("status", "CANCELLED" if page.is_cancelled else "CONFIRMED")
    place = ", ".join(part for part in (page.place_name, page.address) if part)
    if place:
        component.add("location", one_line(place))
    if page.latitude is not None and page.longitude is not None:
        component.add("geo", (page.latitude, page.longitude))
    if url:
        component.add("url", url)
    return component


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC)
