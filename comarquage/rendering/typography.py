"""No-break spaces where French wants them and the feed has plain ones: no line begins with a colon."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Tags are matched first so that what they hold (addresses, titles) stays as it is.
TAG_OR_BREAK = re.compile(r"<[^>]*>|(?<=«)[ \n]|[ \n]+(?=[:;?!»](?:[\s<]|$)|[:;?!»][.,)])|(?<=\d)[ \n](?=[%€])")
NO_BREAK_SPACE = "\u00a0"


def typeset(text: str) -> SafeString:
    """For display only: the stored text stays the feed's."""
    html = conditional_escape(text)
    return mark_safe(TAG_OR_BREAK.sub(lambda match: match[0] if match[0][0] == "<" else NO_BREAK_SPACE, html))


def day_in_words(day: dt.date | dt.datetime | None) -> str:
    """ "6 juillet 2020", "1er janvier 2020": the first of a month is an ordinal in French, which no format says."""
    if day is None:
        return ""
    text = date_format(day, "j F Y", use_l10n=False)
    is_first = day.day == 1 and (get_language() or "fr").startswith("fr")
    return text.replace("1 ", "1er ", 1) if is_first else text
