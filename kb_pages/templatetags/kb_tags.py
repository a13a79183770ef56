import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import prefetch_related_objects
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText
from wagtail.templatetags.wagtailcore_tags import richtext

from clairdroit.kb_pages.models import EventPage
from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.permissions import audience_of
from clairdroit.partners_snippets.presentation import present
from clairdroit.partners_snippets.templatetags.partners_tags import ask_query
from clairdroit.territories.templatetags.places import links_with_place

register = template.Library()

FIRST_OF_THE_MONTH = re.compile(r"\b1 ")


@register.simple_tag(takes_context=True)
def ask_url(context: Context, heading: str = "") -> str:
    """Where to ask a question, with the heading filled in; empty on a site without the questions."""
    try:
        address = reverse("clairdroit_questions:ask")
    except NoReverseMatch:
        return ""
    return f"{address}{ask_query(context, heading)}"


@register.simple_tag(takes_context=True)
def partner_cards(context: Context, partners: Iterable[Any]) -> list[dict[str, Any]]:
    """What the cards of these partners show; one that is not published, or no longer exists, is left out."""
    request = context.get("request")
    audience = audience_of(request) if request is not None else Audience.PUBLIC
    commune = context.get("commune")
    shown = [partner for partner in partners if partner is not None and partner.live]
    if audience == Audience.PROFESSIONAL:
        prefetch_related_objects(shown, "private_contacts")
    return [present(partner, audience, commune=commune) for partner in shown]


@register.simple_tag(takes_context=True)
def prose(context: Context, value: RichText | str) -> str:
    """Rich text as HTML, the reader's commune kept in its links to our own pages."""
    html = mark_safe(str(richtext(value)))
    return links_with_place(html, context.get("commune"))


@register.filter
def in_words(day: datetime.date | None) -> str:
    """ "12 novembre 2026", "1er janvier 2027"."""
    # Translators: a day, as Django's date formats write it
    return _formatted(day, _("j F Y")) if day else ""


@register.filter
def when(event: EventPage) -> str:
    """ "mardi 24 novembre, 14 h – 17 h", or from one day to another; the year only when it is not this one."""
    start, end = timezone.localtime(event.start), timezone.localtime(event.end)
    if event.is_on_one_day:
        hours = _hour(start) if start == end else f"{_hour(start)} – {_hour(end)}"
        return f"{_day(start)}, {hours}"
    return _("from %(start_day)s, %(start_hour)s, to %(end_day)s, %(end_hour)s") % {
        "start_day": _day(start),
        "start_hour": _hour(start),
        "end_day": _day(end),
        "end_hour": _hour(end),
    }


def _day(moment: datetime.datetime) -> str:
    this_year = moment.year == timezone.localdate().year
    # Translators: a day with its weekday, as Django's date formats write it
    return _formatted(moment, _("l j F") if this_year else _("l j F Y"))


def _formatted(day: datetime.date, pattern: str) -> str:
    text = date_format(day, pattern, use_l10n=False)
    # The first of a month is an ordinal in French, and only that day; Django's formats cannot say it.
    if day.day == 1 and (get_language() or "").startswith("fr"):
        text = FIRST_OF_THE_MONTH.sub("1er ", text, count=1)
    return text


def _hour(moment: datetime.datetime) -> str:
    if moment.minute:
        return _("%(hour)s:%(minute)s") % {"hour": moment.hour, "minute": f"{moment.minute:02d}"}
    return _("%(hour)s:00") % {"hour": moment.hour}
