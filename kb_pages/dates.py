"""Days and hours in words, as one would say them."""

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.freshness.day_words import day_in_words

if TYPE_CHECKING:
    from clairdroit.kb_pages.models.events import EventPage


def when(event: "EventPage", *, has_year: bool = False) -> str:
    """ "le mardi 24 novembre, de 14 h à 17 h", "du 3 au 5 décembre"; the year only when it is not this one.

    `has_year` is for what is kept, and may be read in another year.
    """
    start, end = timezone.localtime(event.start), timezone.localtime(event.end)
    has_year = has_year or {start.year, end.year} != {timezone.localdate().year}
    if event.is_on_one_day:
        return _on_one_day(start, end, is_all_day=event.is_all_day, has_year=has_year)
    if event.is_all_day:
        return _("from %(start_day)s to %(end_day)s") % _days(start.date(), end.date(), has_year=has_year)
    return _("from %(start_day)s, %(start_hour)s, to %(end_day)s, %(end_hour)s") % {
        "start_day": _day(start, has_year=has_year),
        "start_hour": _hour(start),
        "end_day": _day(end, has_year=has_year),
        "end_hour": _hour(end),
    }


def _on_one_day(start: datetime.datetime, end: datetime.datetime, *, is_all_day: bool, has_year: bool) -> str:
    words = {"day": _day(start, has_year=has_year), "start": _hour(start), "end": _hour(end)}
    if is_all_day:
        # Translators: “le samedi 5 décembre”
        return _("on %(day)s") % words
    if start == end:
        return _("on %(day)s at %(start)s") % words
    return _("on %(day)s, from %(start)s to %(end)s") % words


def _days(start: datetime.date, end: datetime.date, *, has_year: bool) -> dict[str, str]:
    """Month and year are said once where they are the same: “du 3 au 5 décembre”."""
    # Translators: days without weekday, as Django's date formats write them
    number, month, year = _("j"), _("j F"), _("j F Y")
    last = year if has_year else month
    if start.year != end.year:
        first = last = year
    else:
        first = number if start.month == end.month else month
    return {"start_day": day_in_words(start, first), "end_day": day_in_words(end, last)}


def _day(moment: datetime.datetime, *, has_year: bool) -> str:
    # Translators: a day with its weekday, as Django's date formats write it
    return day_in_words(moment, _("l j F Y") if has_year else _("l j F"))


def _hour(moment: datetime.datetime) -> str:
    if moment.minute:
        return _("%(hour)s:%(minute)s") % {"hour": moment.hour, "minute": f"{moment.minute:02d}"}
    return _("%(hour)s:00") % {"hour": moment.hour}
