from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock

from clairdroit.kb_pages.blocks import previews, table_translation
from clairdroit.kb_pages.rich_text import SENTENCE_FEATURES


class TableWithHeadersBlock(TypedTableBlock):
    """A table whose column headings are always there: Wagtail asks for them when a column is added.

    The first column heads its row when it holds "Row heading" cells, so that a screen reader
    announces both headings of a cell.
    """

    # The names are stored with every table: renaming one loses the cells of its columns.
    row_heading = blocks.CharBlock(label=_("Row heading"))
    text = blocks.CharBlock(required=False, label=_("Text"))
    number = blocks.DecimalBlock(required=False, label=_("Number"))
    rich_text = blocks.RichTextBlock(features=SENTENCE_FEATURES, required=False, label=_("Text with links"))

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rules or figures to compare. On a telephone, two or three columns read best.")
        template = "kb_pages/blocks/table.html"
        preview_value = staticmethod(previews.table)

    def get_context(self, value: TypedTable, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        context["caption"] = value.caption
        context["columns"] = value.columns
        context["rows"] = [
            [{"kind": bound.block.name, "value": _shown(bound.value)} for bound in row] for row in value.rows
        ]
        return context

    def get_translatable_segments(self, value: TypedTable) -> list[Any]:
        return table_translation.segments_of(value)

    def restore_translated_segments(self, value: TypedTable, segments: list[Any]) -> TypedTable:
        return table_translation.translated(value, segments)


def _shown(value: Any) -> Any:
    """A number as it is written in the reader's language, with all its decimals; an empty cell as nothing."""
    if isinstance(value, Decimal):
        return number_format(value, force_grouping=True)
    return "" if value is None else value
