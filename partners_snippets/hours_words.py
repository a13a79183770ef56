"""Times, days and weeks as people say them. Weekdays count from 0, Monday."""

import datetime
from collections.abc import Sequence

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clairdroit.freshness.day_words import day_in_words

MIDNIGHT = datetime.time(0, 0)


def time_in_words(time: datetime.time) -> str:
    if time == MIDNIGHT:
        return _("midnight")
    if time.minute == 0:
        # Translators: a full hour, as in "17:00".
        return _("%(hour)d:00") % {"hour": time.hour}
    # Translators: hour and two-digit minutes, as in "8:30".
    return _("%(hour)d:%(minute)s") % {"hour": time.hour, "minute": f"{time.minute:02d}"}


def moment_in_words(moment: datetime.datetime, *, at: datetime.datetime, opening: bool) -> str:
    """When the door opens or closes, seen from `at`: the less said, the better."""
    time = time_in_words(moment.time())
    days = (moment.date() - at.date()).days
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
