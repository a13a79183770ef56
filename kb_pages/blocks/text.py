from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.enums import CalloutKind
from clairdroit.kb_pages.rich_text import BODY_FEATURES, INNER_FEATURES, SENTENCE_FEATURES


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, features: list[str] | None = None, **kwargs: object) -> None:
        super().__init__(features=features or BODY_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraphs and lists")
        template = "kb_pages/blocks/paragraph.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CalloutKind.choices, default=CalloutKind.KNOW, label=_("kind"))
    text = blocks.RichTextBlock(features=INNER_FEATURES, label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "kb_pages/blocks/callout.html"

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        context["kind_label"] = CalloutKind(value["kind"]).label
        return context


class ChecklistBlock(blocks.StructBlock):
    """Things to gather or to do in any order; what has an order is a StepsBlock."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("title"))
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=SENTENCE_FEATURES, label=_("item")), min_num=1, label=_("items")
    )

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        template = "kb_pages/blocks/checklist.html"
