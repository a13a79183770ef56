"""Times, days and weeks as people say them. Weekdays count from 0, Monday."""

import datetime
from collections.abc import Sequence

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

MIDNIGHT = datetime.time(0, 0)


def hour_in_words(time: datetime.time | datetime.datetime) -> str:
    """By the clock alone: midnight is "0:00", as a day's beginning."""
    if time.minute == 0:
        # Translators: a full hour, as in "17:00".
        return _("%(hour)d:00") % {"hour": time.hour}
    # Translators: hour and two-digit minutes, as in "8:30".
    return _("%(hour)d:%(minute)s") % {"hour": time.hour, "minute": f"{time.minute:02d}"}


def time_in_words(time: datetime.time) -> str:
    return _("midnight") if time == MIDNIGHT else hour_in_words(time)


def listed(pieces: Sequence[str]) -> str:
    """ "a, b and c"."""
    if len(pieces) < 2:
        return "".join(pieces)
    return _("%(first)s and %(last)s") % {"first": ", ".join(pieces[:-1]), "last": pieces[-1]}


def days_in_words(weekdays: Sequence[int]) -> str:
    """[0, 1, 2, 3, 5] → "From Monday to Thursday and Saturday"."""
    if len(weekdays) == 7:
        return _("Every day")
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    pieces: list[str] = []
    for run in runs:
        if len(run) >= 3:
            ends = {"first": WEEKDAYS[run[0]], "last": WEEKDAYS[run[-1]]}
            pieces.append(_("from %(first)s to %(last)s") % ends)
        else:
            pieces += [str(WEEKDAYS[day]) for day in run]
    return capfirst(listed(pieces))
