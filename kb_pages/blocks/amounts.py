from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.blocks import previews
from clairdroit.kb_pages.rich_text import SENTENCE_FEATURES


class AmountBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=160, label=_("What it is"))
    amount = blocks.CharBlock(max_length=80, label=_("Amount"), help_text=_("With its unit: “635,71 € a month”."))


class AmountsBlock(blocks.StructBlock):
    """Figures that the law changes: they carry the day from which, and until which, they hold."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    amounts = blocks.ListBlock(AmountBlock(), min_num=1, label=_("Amounts"))
    valid_from = blocks.DateBlock(label=_("In force from"))
    valid_until = blocks.DateBlock(required=False, label=_("Until"))
    note = blocks.RichTextBlock(features=SENTENCE_FEATURES, required=False, label=_("Remark"))

    class Meta:
        icon = "calendar-check"
        label = _("Amounts")
        description = _("Figures that the law changes, with the days between which they hold.")
        template = "kb_pages/blocks/amounts.html"
        preview_value = staticmethod(previews.amounts)

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        until = value["valid_until"]
        # The day itself still counts: “until 31 March” includes it.
        context["is_expired"] = until is not None and until < timezone.localdate()
        return context
