"""From when to when something is, as one would say it."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.taxonomy.day_words import day_in_words
from clairdroit.taxonomy.hour_words import hour_in_words


def period_in_words(
    start: datetime.datetime, end: datetime.datetime, *, is_all_day: bool = False, has_year: bool = False
) -> str:
    """ "le mardi 24 novembre, de 14 h à 17 h", "du 3 au 5 décembre"; the year only when it is not this one.

    `has_year` is for what is kept, and may be read in another year.
    """
    start, end = timezone.localtime(start), timezone.localtime(end)
    has_year = has_year or {start.year, end.year} != {timezone.localdate().year}
    if start.date() == end.date():
        return _on_one_day(start, end, is_all_day=is_all_day, has_year=has_year)
    if is_all_day:
        return _("from %(start_day)s to %(end_day)s") % _days(start.date(), end.date(), has_year=has_year)
    return _("from %(start_day)s, %(start_hour)s, to %(end_day)s, %(end_hour)s") % {
        "start_day": _day(start, has_year=has_year),
        "start_hour": hour_in_words(start),
        "end_day": _day(end, has_year=has_year),
        "end_hour": hour_in_words(end),
    }


def _on_one_day(start: datetime.datetime, end: datetime.datetime, *, is_all_day: bool, has_year: bool) -> str:
    words = {"day": _day(start, has_year=has_year), "start": hour_in_words(start), "end": hour_in_words(end)}
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
