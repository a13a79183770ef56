from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.rich_text import SENTENCE_FEATURES


class AmountBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=160, label=_("what it is"))
    amount = blocks.CharBlock(max_length=80, label=_("amount"), help_text=_("With its unit: “635,71 € a month”."))


class AmountsBlock(blocks.StructBlock):
    """Figures that the law changes: they carry the day from which, and until which, they hold."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("title"))
    amounts = blocks.ListBlock(AmountBlock(), min_num=1, label=_("amounts"))
    valid_from = blocks.DateBlock(label=_("in force from"))
    valid_until = blocks.DateBlock(required=False, label=_("until"))
    note = blocks.RichTextBlock(features=SENTENCE_FEATURES, required=False, label=_("note"))

    class Meta:
        icon = "calendar-check"
        label = _("Amounts")
        template = "kb_pages/blocks/amounts.html"

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        until = value["valid_until"]
        context["is_expired"] = until is not None and until < timezone.localdate()
        return context
