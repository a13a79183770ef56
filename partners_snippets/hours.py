"""Opening hours (the OpenStreetMap format) in words, for a French place.

The library is always given country="FR" (without it, "PH off" is silently ignored) and Europe/Paris.
Three things it does not know are added here:
- school holidays (`SH`), spelled out as dates from the département's zone;
- what a week looks like in words, equal days together;
- caution on public holidays: most published hours ("Mo-Fr 08:30-17:00") say nothing about them, and the
  offices are shut all the same. We then say "call before you come" rather than "open".
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # absent from its stubs

from clairdroit.partners_snippets.hours_words import moment_in_words
from clairdroit.partners_snippets.school_holidays import (
    ZONE_OF,
    is_school_holiday,
    mentions_school_holidays,
    with_school_holidays,
)
from clairdroit.taxonomy.hour_words import MIDNIGHT, days_in_words, listed, time_in_words

PARIS = ZoneInfo("Europe/Paris")
DAY = datetime.timedelta(days=1)
# How far ahead an opening is looked for: a summer place is told in winter, "2019 only" is not.
HORIZON = datetime.timedelta(days=366)

# "Mo-Fr 09:00-17:00; PH off": public holidays have a rule, of whatever kind.
_MENTIONS_PH = re.compile(r"\bPH\b")
# Open on public holidays too, without saying so.
_ALWAYS = re.compile(r"^\s*24/7\s*(open)?\s*$")
# "18:00+": an end that nobody knows. The library takes midnight for it.
_OPEN_END = re.compile(r"\d\d:\d\d\+")
# "Mo[1]" (the first Monday of a month) and "week 1-53/2": one week does not show them all.
_SOME_WEEKS = re.compile(r"\[|\bweek\s*\d")
_BLOCK_END = re.compile(r"</(li|p|div|h\d|tr)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """One stretch of opening, on the weekday it starts."""

    opens: datetime.time
    closes: datetime.time
    comment: str = ""


@dataclass(frozen=True)
class WeekLine:
    days: str
    hours: str
    weekdays: tuple[int, ...]
    is_today: bool = False


@dataclass(frozen=True)
class HoursInWords:
    """What a reader is told. `is_open` is None when nobody can say from what was given."""

    is_open: bool | None = None
    now: str = ""
    next: str = ""
    week: list[WeekLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    free_text: str = ""
    changes_at: datetime.datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.now or self.week or self.free_text)


def plain_text(text: str) -> str:
    """Free text as people typed or pasted it: tags dropped, one line per list item, no blank lines."""
    lines = unescape(strip_tags(_BLOCK_END.sub("\n", text))).splitlines()
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


def _without_fallback(osm: str) -> tuple[str, list[str]]:
    """The hours, and the comments of what holds at all other times (`… || "by appointment"`).

    The library gives different answers for such a fallback depending on where an iteration starts.
    """
    main, *fallbacks = osm.split("||")
    return main.strip(), [comment for part in fallbacks for comment in re.findall(r'"([^"]+)"', part)]


def parse(osm: str, at: datetime.datetime, departement: str = "") -> OpeningHours | None:
    """None when it is not in the format."""
    expression = with_school_holidays(_without_fallback(osm)[0], departement, at.year)
    try:
        # 400 days: more than HORIZON, so that the library's own limit never cuts an answer.
        return OpeningHours(expression, timezone=PARIS, country="FR", max_interval_days=400)
    except (ParserError, SyntaxError, ValueError):
        return None


def _usual(osm: str, at: datetime.datetime, departement: str) -> OpeningHours:
    """The same hours deliberately without a country: as if there were no public holidays."""
    expression = with_school_holidays(_without_fallback(osm)[0], departement, at.year)
    return OpeningHours(expression, timezone=PARIS, max_interval_days=400)


def is_valid(osm: str) -> bool:
    return parse(osm, datetime.datetime.now(PARIS)) is not None


@lru_cache(maxsize=2048)
def is_public_holiday(day: datetime.date) -> bool:
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=PARIS)
    return bool(OpeningHours("PH", timezone=PARIS, country="FR").is_open(noon))


def is_silent_on_public_holidays(osm: str) -> bool:
    return not _MENTIONS_PH.search(osm) and not _ALWAYS.match(osm)


def is_open_at(osm: str, at: datetime.datetime, departement: str = "") -> bool:
    """The answer of `describe(…).is_open`, for a filter over many places."""
    at = at.astimezone(PARIS)
    # Nobody who filters by “open now” wants a place that is probably closed.
    if not osm or (is_silent_on_public_holidays(osm) and is_public_holiday(at.date())):
        return False
    hours = parse(osm, at, departement)
    return hours is not None and bool(hours.is_open(at))


def describe(osm: str, *, at: datetime.datetime, free_text: str = "", departement: str = "") -> HoursInWords:
    """Never raises: what cannot be read as hours is shown as the text it is."""
    at = at.astimezone(PARIS)
    free_text = plain_text(free_text)
    osm = osm.strip()
    if not osm:
        return HoursInWords(free_text=free_text)
    hours = parse(osm, at, departement)
    if hours is None:
        return HoursInWords(free_text="\n".join(part for part in (plain_text(osm), free_text) if part))
    usual = _usual(osm, at, departement)
    # The week is told without public holidays, which the notes name: a week with one is no usual week.
    is_open, now, following, changes_at = _state_in_words(hours, usual, osm, at, departement)
    return HoursInWords(
        is_open=is_open,
        now=now,
        next=following,
        week=_week_in_words(usual, osm, at, departement),
        notes=_notes(hours, usual, osm, at, departement),
        free_text=free_text,
        changes_at=changes_at,
    )


def now(osm: str, *, at: datetime.datetime, departement: str = "") -> HoursInWords:
    """Of `describe` only whether it is open, in words, and until when that is true: the week takes far longer."""
    at = at.astimezone(PARIS)
    osm = osm.strip()
    hours = parse(osm, at, departement) if osm else None
    if hours is None:
        return HoursInWords()
    is_open, words, _following, changes_at = _state_in_words(hours, _usual(osm, at, departement), osm, at, departement)
    return HoursInWords(is_open=is_open, now=words, changes_at=changes_at)


# --- Now ------------------------------------------------------------------------------------------------

Words = tuple[bool | None, str, str, datetime.datetime | None]


def _stretches(
    hours: OpeningHours, start: datetime.datetime, end: datetime.datetime
) -> Iterator[tuple[datetime.datetime, datetime.datetime, State, str]]:
    """Intervals of the library, with neighbours of equal state and comment joined."""
    held: tuple[datetime.datetime, datetime.datetime, State, str] | None = None
    for begin, finish, state, comment in hours.intervals(start, end):
        if held and held[2] == state and held[3] == comment and held[1] == begin:
            held = (held[0], finish, state, comment)
            continue
        if held:
            yield held
        held = (begin, finish, state, comment)
    if held:
        yield held


def _state_in_words(
    hours: OpeningHours, usual: OpeningHours, osm: str, at: datetime.datetime, departement: str
) -> Words:
    silent = is_silent_on_public_holidays(osm) and is_public_holiday(at.date())
    if silent and _opens_on(hours, at.date()):
        tomorrow = datetime.datetime.combine(at.date() + DAY, MIDNIGHT, tzinfo=PARIS)
        opens_at = _next_opening(hours, osm, tomorrow)
        words = moment_in_words(opens_at, at=at, opening=True) if opens_at else ""
        return False, _("Public holiday: call before you come"), words, tomorrow
    # UNKNOWN is the format's own third state: "Mo-Fr 09:00-17:00 unknown".
    state, comment = hours.state(at)
    if state == State.UNKNOWN:
        return None, _("Hours to be confirmed"), comment, hours.next_change(at)
    if state == State.OPEN:
        return _open_in_words(hours, osm, at, comment)
    opens_at = _next_opening(hours, osm, at)
    words = moment_in_words(opens_at, at=at, opening=True) if opens_at else ""
    reason = _reason_closed_today(usual, osm, at, departement)
    if reason and (opens_at is None or opens_at.date() != at.date()):
        return False, _("Closed today (%(reason)s)") % {"reason": reason}, words, opens_at
    return False, words or pgettext("place", "Closed"), "", opens_at


def _open_in_words(hours: OpeningHours, osm: str, at: datetime.datetime, comment: str) -> Words:
    closes_at: datetime.datetime | None = None
    for begin, finish, state, _comment in hours.intervals(at, at + HORIZON):
        if state != State.OPEN:
            closes_at = begin
            break
        # The last interval ends at the horizon: that is no closing.
        closes_at = finish if finish < at + HORIZON else None
    if closes_at is None:
        words = _("Open 24 hours a day") if _ALWAYS.match(osm) else pgettext("place", "Open")
    # “Open until midnight” would be made up.
    elif closes_at.time() == MIDNIGHT and _OPEN_END.search(osm):
        words = pgettext("place", "Open")
    else:
        words = moment_in_words(closes_at, at=at, opening=False)
    return True, f"{words} ({comment})" if comment else words, "", closes_at


def _next_opening(hours: OpeningHours, osm: str, at: datetime.datetime) -> datetime.datetime | None:
    silent = is_silent_on_public_holidays(osm)
    for begin, _finish, state, _comment in hours.intervals(at, at + HORIZON):
        if state == State.OPEN and not (silent and is_public_holiday(begin.date())):
            return begin
    return None


def _reason_closed_today(usual: OpeningHours, osm: str, at: datetime.datetime, departement: str) -> str:
    """Why a day that is usually open is shut; empty when it is usually shut too."""
    if is_public_holiday(at.date()) and _MENTIONS_PH.search(osm):
        return _("public holiday") if _opens_on(usual, at.date()) else ""
    if mentions_school_holidays(osm) and is_school_holiday(at.date(), departement):
        day = at.date()
        while is_school_holiday(day, departement):
            # The same weekday after the holidays: is it usually open then?
            day += 7 * DAY
        return _("school holidays") if _opens_on(usual, day) else ""
    return ""


def _opens_on(hours: OpeningHours, day: datetime.date) -> bool:
    start = datetime.datetime.combine(day, MIDNIGHT, tzinfo=PARIS)
    return any(state == State.OPEN for _b, _e, state, _c in hours.intervals(start, start + DAY))


# --- The week -------------------------------------------------------------------------------------------


def spans_on(hours: OpeningHours, day: datetime.date) -> tuple[Span, ...]:
    """The openings that start on `day`; one that lasts over several days counts on each as a whole day."""
    start = datetime.datetime.combine(day, MIDNIGHT, tzinfo=PARIS)
    end = datetime.datetime.combine(day + DAY, MIDNIGHT, tzinfo=PARIS)
    spans: list[Span] = []
    # A day more on both sides: what began the evening before, and what goes on into the night, are seen whole.
    for begin, finish, state, comment in _stretches(hours, start - DAY, end + DAY):
        if state == State.CLOSED or finish <= start or begin >= end:
            continue
        if state == State.UNKNOWN:
            comment = comment or _("to be confirmed")
        if begin < start:
            if finish >= end:
                spans.append(Span(MIDNIGHT, MIDNIGHT, comment))
            continue
        # Over several days: on its first one it lasts until midnight.
        long = finish - begin > DAY
        spans.append(Span(begin.time(), MIDNIGHT if long else finish.time(), comment))
    return tuple(spans)


def usual_week(osm: str, *, at: datetime.datetime, departement: str = "") -> list[tuple[Span, ...]]:
    """Seven days from Monday, as in the current week but without its public holidays; [] if unreadable."""
    at = at.astimezone(PARIS)
    if not osm.strip() or parse(osm, at, departement) is None:
        return []
    return _week_of(_usual(osm, at, departement), at)


def _week_of(usual: OpeningHours, at: datetime.datetime) -> list[tuple[Span, ...]]:
    # `date` arithmetic: adding days to a moment would lose an hour when the clocks change.
    monday = at.date() - at.weekday() * DAY
    return [spans_on(usual, monday + offset * DAY) for offset in range(7)]


def _week_in_words(usual: OpeningHours, osm: str, at: datetime.datetime, departement: str) -> list[WeekLine]:
    if _ALWAYS.match(osm):
        return [WeekLine(days_in_words(range(7)), _("24 hours a day"), tuple(range(7)), is_today=True)]
    open_end = bool(_OPEN_END.search(osm))
    week = [_spans_in_words(spans, open_end) for spans in _week_of(usual, at)]
    if _SOME_WEEKS.search(osm):
        week = _over_several_weeks(usual, _alike_weeks(at, departement), open_end)
    groups: dict[str, list[int]] = {}
    for weekday, words in enumerate(week):
        groups.setdefault(words, []).append(weekday)
    return [
        WeekLine(days_in_words(weekdays), words, tuple(weekdays), at.weekday() in weekdays)
        for words, weekdays in groups.items()
    ]


def _alike_weeks(at: datetime.datetime, departement: str) -> list[datetime.datetime]:
    """This week and the next four that are in school holidays if this one is, out of them if it is out."""
    # Far enough ahead to meet some of both kinds; the first five that are alike are compared.
    weeks = [at + number * 7 * DAY for number in range(20)]
    here = is_school_holiday(at.date(), departement)
    return [week for week in weeks if is_school_holiday(week.date(), departement) == here][:5]


def _over_several_weeks(usual: OpeningHours, moments: list[datetime.datetime], open_end: bool) -> list[str]:
    """For hours that differ from week to week ("the first Monday"): says so instead of hiding them."""
    weeks = [_week_of(usual, moment) for moment in moments]
    words: list[str] = []
    for days in zip(*weeks, strict=True):
        kinds = {_spans_in_words(spans, open_end) for spans in days}
        if len(kinds) == 1:
            words += kinds
            continue
        longest = max(days, key=len)
        words.append(_("%(hours)s, some weeks only") % {"hours": _spans_in_words(longest, open_end)})
    return words


def _spans_in_words(spans: tuple[Span, ...], open_end: bool = False) -> str:
    return listed([_span_in_words(span, open_end) for span in spans]) if spans else _("closed")


def _span_in_words(span: Span, open_end: bool) -> str:
    if span.opens == span.closes:
        words = _("all day")
    elif open_end and span.closes == MIDNIGHT:
        words = _("from %(start)s") % {"start": time_in_words(span.opens)}
    else:
        ends = {"start": time_in_words(span.opens), "end": time_in_words(span.closes)}
        words = _("from %(start)s to %(end)s") % ends
    return f"{words} ({span.comment})" if span.comment else words


def _notes(hours: OpeningHours, usual: OpeningHours, osm: str, at: datetime.datetime, departement: str) -> list[str]:
    notes: list[str] = _without_fallback(osm)[1]
    if _MENTIONS_PH.search(osm):
        # A whole year: “closed on public holidays” must be true of Christmas, in June too.
        holidays = [day for day in (at.date() + n * DAY for n in range(366)) if is_public_holiday(day)]
        if not any(_opens_on(hours, day) for day in holidays):
            notes.append(_("Closed on public holidays."))
    for offset in range(1, 7):
        day = at.date() + offset * DAY
        if is_public_holiday(day):
            words = {"day": WEEKDAYS[day.weekday()]}
            if is_silent_on_public_holidays(osm) and _opens_on(hours, day):
                notes.append(_("Public holiday on %(day)s: call before you come.") % words)
            elif _MENTIONS_PH.search(osm) and not _opens_on(hours, day) and _opens_on(usual, day):
                notes.append(_("Closed on %(day)s (public holiday).") % words)
    if mentions_school_holidays(osm):
        if departement in ZONE_OF:
            if is_school_holiday(at.date(), departement):
                notes.append(_("These are the hours during the school holidays."))
            else:
                notes.append(_("Hours change during the school holidays."))
        else:
            notes.append(_("Hours may change during the school holidays: call before you come."))
    return notes
