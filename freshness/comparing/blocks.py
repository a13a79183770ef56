"""The value of a StreamField block as lines of text: what a reader of the page would read, and in which order."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.blocks.field_block import BaseChoiceBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.embeds.blocks import EmbedValue
from wagtail.models import Page
from wagtail.rich_text import RichText

PARAGRAPHS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "hr", "br", "div", "tr"})


def lines(block: blocks.Block, value: Any) -> list[str]:
    """None of an empty value."""
    if value is None:
        return []
    # The kinds of values that need their block; all others say enough by themselves.
    if isinstance(block, TypedTableBlock):
        return _table(value)
    if isinstance(block, blocks.StructBlock):
        return _struct(block, value)
    if isinstance(block, blocks.StreamBlock):
        return [line for child in value for line in lines(child.block, child.value)]
    if isinstance(block, blocks.ListBlock):
        return _list(block, value)
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(value)
    return [line for line in _field(block, value).splitlines() if line.strip()]


def in_words(value: Any) -> str:
    """A date, a number, a yes as the reader's language writes it; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, datetime.time):
        return time_format(value)
    if isinstance(value, Decimal | float):
        return number_format(value, force_grouping=True)
    if isinstance(value, list | tuple | set):
        return ", ".join(in_words(each) for each in value)
    # Joined, a text that calls itself safe is a text like any other.
    return "".join(str(value))


def rich_text(value: Any) -> list[str]:
    """A line for each paragraph and item; where a link leads stands behind its words, since that can change alone."""
    source = value.source if isinstance(value, RichText) else str(value)
    for_reading: list[str] = [""]
    for part in BeautifulSoup(source, "html.parser").descendants:
        if isinstance(part, Tag):
            if part.name in PARAGRAPHS:
                for_reading.append("– " if part.name == "li" else "")
        elif type(part) is NavigableString:
            for_reading[-1] += " ".join(str(part).split("\n")) + _target(part)
    return [line.strip() for line in for_reading if line.strip(" –")]


def _target(words: NavigableString) -> str:
    """Behind the last words of a link."""
    link = words.find_parent("a")
    # A link may hold several runs of words (one of them bold): the address stands once, behind the last.
    if link is None or list(link.strings)[-1] is not words:
        return ""
    kind, number = link.get("linktype", ""), str(link.get("id", ""))
    if kind == "page" and number.isdecimal():
        page = Page.objects.filter(pk=number).first()
        return f" [{page.title}]" if page is not None else ""
    address = link.get("href") or f"{kind} {number}".strip()
    return f" [{address}]" if address else ""


def _struct(block: blocks.StructBlock, value: Any) -> list[str]:
    found = []
    for name, child in block.child_blocks.items():
        inner = lines(child, value.get(name))
        # "Amount: 635,71 €" on one line; prose reads without its field's name.
        if len(inner) == 1 and not _is_text(child):
            found.append(gettext("%(label)s: %(value)s") % {"label": capfirst(str(child.label)), "value": inner[0]})
        else:
            found += inner
    return found


def _is_text(block: blocks.Block) -> bool:
    """Reads by itself, without the name of its field."""
    return isinstance(block, blocks.RichTextBlock | blocks.TextBlock | blocks.BaseStreamBlock | blocks.ListBlock)


def _list(block: blocks.ListBlock, value: Iterable[Any]) -> list[str]:
    child = block.child_block
    items = [lines(child, each) for each in value]
    if all(len(item) < 2 for item in items):
        return [f"– {item[0].removeprefix('– ')}" for item in items if item]
    return [
        f"{number}. {line}" if not place else line
        for number, item in enumerate(items, 1)
        for place, line in enumerate(item)
    ]


def _table(table: TypedTable) -> list[str]:
    """The caption, the headings, then a line for each row."""
    rows = [[str(column["heading"]) for column in table.columns]]
    rows += [[" ".join(lines(cell.block, cell.value)) for cell in row] for row in table.rows]
    caption = [table.caption] if table.caption else []
    return [*caption, *(" | ".join(cells) for cells in rows if any(cells))]


def _field(block: blocks.Block, value: Any) -> str:
    if isinstance(block, BaseChoiceBlock):
        return _choice(block, value)
    if isinstance(value, EmbedValue):
        # Its words would be asked of another site.
        return value.url
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        return _plain_table(value)
    return in_words(value)


def _plain_table(value: dict[str, Any]) -> str:
    """Of `wagtail.contrib.table_block`, which keeps rows of texts and nothing about them."""
    rows = [[in_words(cell) for cell in row] for row in value["data"]]
    caption = [str(value["table_caption"])] if value.get("table_caption") else []
    return "\n".join([*caption, *(" | ".join(cells) for cells in rows if any(cells))])


def _choice(block: Any, value: Any) -> str:
    """The words of a choice, also where choices stand in groups; a value that is offered no more stays as it is."""
    known: dict[Any, Any] = {}
    for key, label in block.field.choices:
        known |= dict(label) if isinstance(label, list | tuple) else {key: label}
    chosen = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(known.get(each, each)) for each in chosen if each not in (None, ""))
