"""No-break spaces where French wants them and the feed has plain ones: no line begins with a colon."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# Tags are matched first so that what they hold (addresses, titles) stays as it is.
TAG_OR_BREAK = re.compile(r"<[^>]*>|(?<=«)[ \n]|[ \n]+(?=[:;?!»](?:[\s<]|$)|[:;?!»][.,)])|(?<=\d)[ \n](?=[%€])")
NO_BREAK_SPACE = "\u00a0"


# After rendering, over the HTML of a whole part: the feed's words are broken over several elements.
def typeset(text: str) -> SafeString:
    """For display only: the stored text stays the feed's."""
    html = conditional_escape(text)
    return mark_safe(TAG_OR_BREAK.sub(lambda match: match[0] if match[0][0] == "<" else NO_BREAK_SPACE, html))
