from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.blocks import previews
from clairdroit.kb_pages.enums import CalloutKind
from clairdroit.kb_pages.rich_text import BODY_FEATURES, INNER_FEATURES, SENTENCE_FEATURES


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, features: list[str] | None = None, **kwargs: object) -> None:
        super().__init__(features=features or BODY_FEATURES, **kwargs)

    def deconstruct(self) -> tuple[str, tuple, dict]:
        """For migrations: what the database holds is that of Wagtail's block, and this class may move."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs

    class Meta:
        icon = "pilcrow"
        label = _("Paragraphs and lists")
        description = _("Text with headings, lists and links.")
        template = "kb_pages/blocks/paragraph.html"
        preview_value = staticmethod(previews.paragraph)


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CalloutKind.choices, default=CalloutKind.KNOW, label=_("Kind"))
    text = blocks.RichTextBlock(features=INNER_FEATURES, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("One short thing that must not be missed.")
        template = "kb_pages/blocks/callout.html"
        preview_value = staticmethod(previews.callout)

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        # A draft in preview may have no kind yet.
        context["kind_label"] = CalloutKind(value["kind"] or CalloutKind.KNOW).label
        return context


class ChecklistBlock(blocks.StructBlock):
    """Things to gather or to do in any order; what has an order is a StepsBlock."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=SENTENCE_FEATURES, label=_("Item")), min_num=1, label=_("Items")
    )

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        description = _("Papers to gather, things to check: in any order.")
        template = "kb_pages/blocks/checklist.html"
        preview_value = staticmethod(previews.checklist)
