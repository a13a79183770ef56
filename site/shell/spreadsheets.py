"""No cell of any export is read as a formula: whoever writes a name or a title must not run anything on the machine of
whoever opens the file.

Wagtail's lists, reports and registers all write through `SpreadsheetExportMixin`, which offers no place for this.
"""

import functools
import re
import unicodedata
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

STARTS = ("=", "+", "-", "@")
# Where a spreadsheet program may begin a new cell: a semicolon is its separator in French, whatever ours is, and it
# then takes no notice of our quotation marks.
BEGINNINGS = re.compile(r"(?:\A|(?<=[;\t\r\n]))[^;\t\r\n]")
BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def is_formula(text: str) -> bool:
    """Blanks and invisible characters before it do not count, full-width signs do: programs read them alike.

    A hyphen alone, as lists write for "nothing", is none.
    """
    if text == "-":
        return False
    if text.startswith(("\t", "\r", "\n")):
        return True
    for letter in text:
        if unicodedata.category(letter) not in BLANK_CATEGORIES:
            return unicodedata.normalize("NFKC", letter).startswith(STARTS)
    return False


def plain(value: Any) -> Any:
    """An apostrophe before whatever would begin a formula; numbers and days stay what they are."""
    if not isinstance(value, str):
        return value
    text = BEGINNINGS.sub(lambda found: _quoted(found, value), value)
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text


def _quoted(found: re.Match[str], text: str) -> str:
    return f"'{found[0]}" if is_formula(text[found.start() :]) else found[0]


def guard_exports() -> None:
    """Once, for every class that is made from it, Wagtail's own and ours."""
    mixin: Any = SpreadsheetExportMixin
    preprocess, heading = mixin.preprocess_field_value, mixin.get_heading

    @functools.wraps(preprocess)
    def preprocess_field_value(view: Any, field: str, value: Any, export_format: str) -> Any:
        return plain(preprocess(view, field, value, export_format))

    @functools.wraps(heading)
    def get_heading(view: Any, queryset: Any, field: str) -> str:
        return plain(heading(view, queryset, field))

    mixin.preprocess_field_value = preprocess_field_value
    mixin.get_heading = get_heading
