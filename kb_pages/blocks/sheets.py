import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.forms import Widget
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.comarquage.viewsets import official_sheet_chooser
from clairdroit.kb_pages.blocks import previews

if TYPE_CHECKING:
    from clairdroit.comarquage.models import OfficialSheet


SHEET_NUMBER = re.compile(r"[FNR]\d{1,9}")


@dataclass(frozen=True)
class AbsentSheet:
    """A number that no imported sheet has yet: kept for the day of its import."""

    pk: str

    def __str__(self) -> str:
        words = gettext("Sheet %(number)s is not on this site yet: readers will see it once it has been imported.")
        return words % {"number": self.pk}


class OfficialSheetChooserBlock(blocks.ChooserBlock):
    """Stores the sheet's number ("F1234"), which is its key: the daily import can replace the row behind it.

    The reference is soft. A sheet that the feed withdrew keeps its row, and the number of one that has not been
    imported is kept as it is: both survive editing, and readers see neither.
    """

    def deconstruct(self) -> tuple[str, tuple, dict]:
        """For migrations: what the database holds is a number, as text, and this class may move."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, kwargs

    @cached_property
    def target_model(self) -> "type[OfficialSheet]":
        return cast("type[OfficialSheet]", apps.get_model("clairdroit_comarquage", "OfficialSheet"))

    @cached_property
    def widget(self) -> Widget:
        return official_sheet_chooser.widget_class()

    def to_python(self, value: str | None) -> "OfficialSheet | AbsentSheet | None":
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Iterable[str | None]) -> "list[OfficialSheet | AbsentSheet | None]":
        values = list(values)
        wanted = {value for value in values if value}
        found = self.target_model.objects.in_bulk(wanted) if wanted else {}
        return [found.get(value, AbsentSheet(value)) if value else None for value in values]

    def value_from_form(self, value: Any) -> "OfficialSheet | AbsentSheet | None":
        # A form sent by hand may hold anything; None makes the chooser say that it is required.
        if isinstance(value, str) and value and not SHEET_NUMBER.fullmatch(value):
            return None
        return self.to_python(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> "OfficialSheet | AbsentSheet | None":
        # The form's field knows imported sheets only.
        return value if isinstance(value, AbsentSheet) else super().clean(value)

    def get_form_state(self, value: Any) -> dict[str, Any] | None:
        if isinstance(value, AbsentSheet):
            return {"id": value.pk, "title": str(value), "edit_url": None}
        return super().get_form_state(value)


class OfficialSheetsBlock(blocks.StructBlock):
    """Official sheets by reference: title, date and link are those of the sheet."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    sheets = blocks.ListBlock(OfficialSheetChooserBlock(label=_("Sheet")), min_num=1, label=_("Sheets"))

    class Meta:
        icon = "doc-full"
        label = _("Official sheets")
        description = _("Sheets of service-public that tell more. They stay up to date by themselves.")
        template = "kb_pages/blocks/official_sheets.html"
        preview_value = staticmethod(previews.official_sheets)

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        context["sheets"] = [
            sheet
            for sheet in value["sheets"]
            if isinstance(sheet, self.child_blocks["sheets"].child_block.target_model) and sheet.withdrawn_at is None
        ]
        return context
