"""When a place opens or closes, as people say it."""

import datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from clairdroit.taxonomy.day_words import day_in_words
from clairdroit.taxonomy.hour_words import time_in_words


def moment_in_words(moment: datetime.datetime, *, at: datetime.datetime, opening: bool) -> str:
    """When the place opens or closes, seen from `at`: the less said, the better."""
    time = time_in_words(moment.time())
    days = (moment.date() - at.date()).days
    # Closing within 18 hours is told by the hour alone: a night until 2 o'clock is still this evening's.
    if days == 0 or (not opening and moment - at < datetime.timedelta(hours=18)):
        return (_("Opens at %(time)s") if opening else _("Open until %(time)s")) % {"time": time}
    if days == 1:
        pattern = _("Opens tomorrow at %(time)s") if opening else _("Open until tomorrow at %(time)s")
        return pattern % {"time": time}
    if days < 7:
        pattern = _("Opens on %(day)s at %(time)s") if opening else _("Open until %(day)s at %(time)s")
        return pattern % {"day": WEEKDAYS[moment.weekday()], "time": time}
    pattern = _("Opens on %(date)s at %(time)s") if opening else _("Open until %(date)s at %(time)s")
    return pattern % {"date": day_in_words(moment.date(), "j F"), "time": time}
