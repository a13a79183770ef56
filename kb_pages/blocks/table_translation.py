"""A table's words for wagtail-localize, which leaves typed tables out: a translated page would keep French tables.

Each cell is one place, "cell-<row>-<column>", beside "heading-<column>" and "caption". Numbers need no translation.
"""

from collections import defaultdict
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.ingest import organise_template_segments
from wagtail_localize.strings import extract_strings, restore_strings


def segments_of(table: TypedTable) -> list[Any]:
    segments = [_plain("caption", table.caption)]
    segments += [_plain(f"heading-{number}", column["heading"]) for number, column in enumerate(table.columns)]
    for row_number, row in enumerate(table.rows):
        for number, cell in enumerate(row):
            name = f"cell-{row_number}-{number}"
            if isinstance(cell.block, blocks.RichTextBlock):
                segments += _rich(name, cell.value.source)
            elif isinstance(cell.block, blocks.CharBlock):
                segments.append(_plain(name, cell.value))
    return [segment for segment in segments if segment is not None]


def translated(table: TypedTable, segments: list[Any]) -> TypedTable:
    """The table with these words in the places that they name; the other places keep theirs."""
    # wagtail-localize gives the segments in no order of the table's.
    by_place = defaultdict(list)
    for segment in segments:
        place, rest = segment.unwrap()
        by_place[place].append(rest)

    def words(place: str, original: Any) -> Any:
        found = by_place.get(place)
        if not found:
            return original
        if isinstance(original, RichText):
            _format, template, strings = organise_template_segments(found)
            return RichText(restore_strings(template, strings))
        return found[0].render_text()

    columns = [
        {**column, "heading": words(f"heading-{number}", column["heading"])}
        for number, column in enumerate(table.columns)
    ]
    rows = [
        {**row, "values": [words(f"cell-{row_number}-{number}", value) for number, value in enumerate(row["values"])]}
        for row_number, row in enumerate(table.row_data)
    ]
    return TypedTable(columns=columns, row_data=rows, caption=words("caption", table.caption))


def _plain(place: str, text: str | None) -> Any:
    return StringSegmentValue(place, text) if text else None


def _rich(place: str, source: str) -> list[Any]:
    # Addresses stay as they are: a link in a cell leads to the same page in every language.
    template, strings = extract_strings(source)
    if not strings:
        return []
    parts = [TemplateSegmentValue("", "html", template, len(strings))]
    parts += [StringSegmentValue("", string, attrs=attrs) for string, attrs in strings]
    return [part.wrap(place) for part in parts]
