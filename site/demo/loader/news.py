"""News and events. Their dates count from the day of loading, so that a demonstration never looks abandoned."""

import datetime
from typing import Any

from django.utils import timezone

from clairdroit.kb_pages.actions import Tree
from clairdroit.kb_pages.models import EventPage, NewsPage
from clairdroit.partners_snippets.models import Partner
from clairdroit.taxonomy.working_days import add_working_days, home, is_working_day
from demo.loader import content
from demo.loader.blocks import BodyBuilder
from demo.loader.pages import add_child, write
from demo.loader.progress import Loading

EVENT_FIELDS = ("title", "about", "summary", "conditions")


def load_news(tree: Tree, builder: BodyBuilder, loading: Loading) -> None:
    today = timezone.localdate()
    for slug, text in content.read_folder("news").items():
        fields = {
            "title": text["title"],
            "date": today - datetime.timedelta(days=text["days_ago"]),
            "about": text["about"],
            "summary": text["summary"],
        }
        page = add_child(tree.news_index, NewsPage, slug, fields, loading, loading.admin)
        write(page, fields, loading, body=builder.body(text["body"]))


def load_events(tree: Tree, partners: dict[str, Partner], builder: BodyBuilder, loading: Loading) -> None:
    for slug, text in content.read_folder("events").items():
        day = _working_day(timezone.localdate() + datetime.timedelta(days=text["in_days"]))
        fields = {name: text[name] for name in EVENT_FIELDS}
        fields |= _when(day, text)
        fields |= _where(text, partners)
        page = add_child(tree.event_index, EventPage, slug, fields, loading, loading.admin)
        write(page, fields, loading, body=builder.body(text["body"]))


def _working_day(day: datetime.date) -> datetime.date:
    """The same day; at the week-end or on a public holiday the next on which people work."""
    return day if is_working_day(day, home()) else add_working_days(day, 1, home())


def _moment(day: datetime.date, time: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(time)))


def _when(day: datetime.date, text: dict[str, Any]) -> dict[str, Any]:
    """Without hours, `days` of them from the first: a single one where it is left out."""
    if "start" in text:
        return {"start": _moment(day, text["start"]), "end": _moment(day, text["end"]), "is_all_day": False}
    last = day + datetime.timedelta(days=text.get("days", 1) - 1)
    return {"start": _moment(day, "00:00"), "end": _moment(last, "23:59"), "is_all_day": True}


def _where(text: dict[str, Any], partners: dict[str, Partner]) -> dict[str, Any]:
    if "partner" not in text:
        return {name: text[name] for name in ("place_name", "address", "latitude", "longitude")}
    partner = partners[text["partner"]]
    place = partner.places.all()[0]
    return {
        "place_name": partner.name,
        "address": f"{place.street}, {place.postal_code} {place.city}",
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
