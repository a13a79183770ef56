"""No cell of any export is read as a formula: whoever writes a name or a title must not run anything on the machine of
whoever opens the file. And each says what the screen says: hours of the place, words instead of keys.

Wagtail's lists, reports and registers all write through `SpreadsheetExportMixin`, which offers no place for this.
"""

import datetime
import functools
import re
import unicodedata
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# Of Wagtail's list of redirects, which has them in the language of whoever came first.
HEADINGS = {"old_path": _("Former address"), "link": _("Leads to"), "get_is_permanent_display": _("Kind of redirect")}
STARTS = ("=", "+", "-", "@")
# Where a spreadsheet program may begin a new cell: a semicolon is its separator in French, whatever ours is, and it
# then takes no notice of our quotation marks.
BEGINNINGS = re.compile(r"(?:\A|(?<=[;\t\r\n]))[^;\t\r\n]")
# What XML, of which a workbook is made, does not take (XML 1.0, 2.2).
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def is_formula(text: str) -> bool:
    """Blanks and invisible characters before it do not count, full-width signs do: programs read them alike.

    A hyphen alone, as lists write for "nothing", is none.
    """
    if text == "-":
        return False
    # OWASP's list of what begins a formula has these too: some programs skip them.
    if text.startswith(("\t", "\r", "\n")):
        return True
    for letter in text:
        if unicodedata.category(letter) not in BLANK_CATEGORIES:
            # NFKC: full-width ＝ is read as = by spreadsheet programs in some languages.
            return unicodedata.normalize("NFKC", letter).startswith(STARTS)
    return False


def plain(value: Any) -> Any:
    """An apostrophe before whatever would begin a formula; numbers and days stay what they are. What no workbook may
    hold is a space: one such letter kept the whole export from whoever asked for it."""
    if not isinstance(value, str):
        return value
    written = UNWRITABLE.sub(" ", value)
    text = BEGINNINGS.sub(lambda found: _quoted(found, written), written)
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text


def _quoted(found: re.Match[str], text: str) -> str:
    return f"'{found[0]}" if is_formula(text[found.start() :]) else found[0]


def in_words(model: type[Model] | None, field: str, value: Any, export_format: str) -> Any:
    """As people read it. Wagtail writes moments by Greenwich's clock and choices by the key they are kept under.

    A workbook keeps moments and yes or no as such, and shows them in the reader's way; a CSV has text alone: moments as
    every spreadsheet program takes them (`2026-11-30 14:05`), in the site's time zone.
    """
    if isinstance(value, datetime.datetime):
        if timezone.is_aware(value):
            value = timezone.make_naive(value)
        return value if export_format == SpreadsheetExportMixin.FORMAT_XLSX else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, bool) and export_format == SpreadsheetExportMixin.FORMAT_CSV:
        return gettext("yes") if value else gettext("no")
    try:
        choices = dict(getattr(model._meta.get_field(field), "flatchoices", ())) if model else {}
    except FieldDoesNotExist:
        return value
    return choices.get(value, value) if isinstance(value, str | int) else value


def model_of(view: Any) -> type[Model] | None:
    filters = getattr(getattr(view, "filterset_class", None), "_meta", None)
    return getattr(view, "model", None) or getattr(filters, "model", None)


def guard_exports() -> None:
    """Once, for every class that is made from it, Wagtail's own and ours."""
    mixin: Any = SpreadsheetExportMixin
    preprocess, heading = mixin.preprocess_field_value, mixin.get_heading

    @functools.wraps(preprocess)
    def preprocess_field_value(view: Any, field: str, value: Any, export_format: str) -> Any:
        if field not in view.custom_field_preprocess:
            value = in_words(model_of(view), field, value, export_format)
        return plain(preprocess(view, field, value, export_format))

    @functools.wraps(heading)
    def get_heading(view: Any, queryset: Any, field: str) -> str:
        written = HEADINGS.get(field) or heading(view, queryset, field)
        model = model_of(view)
        if written == field and model is not None:
            # A list that was worked out row by row names no model, and Wagtail then writes the attribute's name.
            written = label_for_field(field, model)
        return plain(capfirst(str(written)))

    # Replaced on the class: Wagtail has no hook here, and its own views are made from it.
    mixin.preprocess_field_value = preprocess_field_value
    mixin.get_heading = get_heading
