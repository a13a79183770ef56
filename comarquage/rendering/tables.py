"""Tables: spans made sound, header cells named, each in a frame that scrolls by keyboard too."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join, tag
from clairdroit.comarquage.rendering.registry import inline, render_all, renders, title_of


@dataclass
class Cell:
    element: etree._Element
    column: int
    colspan: int
    rowspan: int


@dataclass
class Row:
    is_header: bool
    cells: list[Cell]


@renders("Tableau")
def render_table(element: etree._Element, context: RenderContext) -> SafeString:
    columns = element.findall("Colonne")
    rows = lay_out([child for child in element if child.tag == "Rangée"], len(columns))
    header_columns = {index for index, column in enumerate(columns) if column.get("type") == "header"}
    head = rows[: leading_headers(rows)]
    body = rows[len(head) :]
    title = title_of(element, context)
    summary = render_all(element.findall("Resume"), context)
    caption_id = context.unique_id("tableau") if title else None
    # The words stay in sight while the table moves below them (.table-scroll caption > span).
    words = tag("span", title, id_=caption_id) if title else None
    table = tag(
        "table",
        filled("caption", words),
        filled("thead", *(render_row(row, context, header_columns) for row in head)),
        filled("tbody", *(render_row(row, context, header_columns) for row in body)),
    )
    frame = tag(
        "div",
        table,
        class_="table-scroll",
        role="region",
        aria_labelledby=caption_id,
        aria_label=None if caption_id else _("Table"),
        tabindex="0",
    )
    return join([summary, frame]) if rows else EMPTY


def leading_headers(rows: list[Row]) -> int:
    return next((index for index, row in enumerate(rows) if not row.is_header), len(rows))


def lay_out(elements: list[etree._Element], columns: int) -> list[Row]:
    """Rows with their cells' true spans.

    The feed holds row spans that reach into rows which have no room left for them (a header row alone with
    `fusionVerticale="2"` everywhere). Browsers would push the next row's cells outside the table, so a span
    ends where the next row is full, where the header ends and where the table ends.
    """
    rows: list[Row] = []
    spanning: list[Cell] = []  # cells from above that reach into the present row
    for index, element in enumerate(elements):
        is_header = element.get("type") == "header"
        cells = within(columns, [child for child in element if child.tag == "Cellule"])
        width = sum(span(cell, "fusionHorizontale") for cell in cells)
        taken = sum(cell.colspan for cell in spanning)
        # HTML ends a span with its row group (`thead`, `tbody`): “algorithm for ending a row group”.
        leaves_header = bool(rows) and rows[-1].is_header != is_header
        if leaves_header or (taken and (taken + width > columns or not cells)):
            end_spans(spanning, rows, index)
            spanning = []
        row = Row(is_header, place_cells(cells, spanning))
        rows.append(row)
        spanning = [cell for cell in spanning if last_row(cell, rows) > index] + [
            cell for cell in row.cells if cell.rowspan > 1
        ]
    end_spans(spanning, rows, len(rows))
    return [row for row in rows if row.cells]


def within(columns: int, cells: list[etree._Element]) -> list[etree._Element]:
    """Without the empty cells that the feed has beyond the last column, here and there."""
    while columns and len(cells) > columns and not "".join(cells[-1].itertext()).strip():
        cells = cells[:-1]
    return cells


def place_cells(cells: list[etree._Element], spanning: list[Cell]) -> list[Cell]:
    """The row's cells, each in the first column from the left that no cell from above reaches into."""
    occupied = {column for cell in spanning for column in range(cell.column, cell.column + cell.colspan)}
    placed, column = [], 0
    for element in cells:
        while column in occupied:
            column += 1
        colspan = span(element, "fusionHorizontale")
        placed.append(Cell(element, column, colspan, span(element, "fusionVerticale")))
        column += colspan
    return placed


def last_row(cell: Cell, rows: list[Row]) -> int:
    start = next(index for index, row in enumerate(rows) if cell in row.cells)
    return start + cell.rowspan - 1


def end_spans(spanning: list[Cell], rows: list[Row], index: int) -> None:
    """Lets cells that reach into row `index` or beyond end just above it."""
    for cell in spanning:
        start = next(number for number, row in enumerate(rows) if cell in row.cells)
        cell.rowspan = min(cell.rowspan, index - start)


def span(element: etree._Element, attribute: str) -> int:
    value = element.get(attribute, "1")
    # HTML reads rowspan="0" as "to the end of the group"; the feed means none by it.
    return int(value) if value.isdigit() and value != "0" else 1


def render_row(row: Row, context: RenderContext, header_columns: set[int]) -> SafeString:
    return filled("tr", *(render_cell(cell, row, context, header_columns) for cell in row.cells))


def render_cell(cell: Cell, row: Row, context: RenderContext, header_columns: set[int]) -> SafeString:
    content = cell_content(cell.element, context)
    scope = None
    if content.strip():
        scope = "col" if row.is_header else "row" if cell.column in header_columns else None
    return tag(
        "th" if scope else "td",
        content,
        scope=scope,
        rowspan=cell.rowspan if cell.rowspan > 1 else None,
        colspan=cell.colspan if cell.colspan > 1 else None,
    )


def cell_content(element: etree._Element, context: RenderContext) -> SafeString:
    children = list(element)
    if len(children) == 1 and children[0].tag == "Paragraphe" and children[0].find("Image") is None:
        return inline(children[0], context)
    return join([element.text.strip() if element.text else None, render_all(children, context)])


@renders("Rangée", "Cellule", "Colonne", "Resume")
def render_loose_part(element: etree._Element, context: RenderContext) -> SafeString:
    """A table's summary, or a part of a table that lost its table."""
    return render_all(element, context)
