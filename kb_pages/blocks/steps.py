from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.blocks import previews
from clairdroit.kb_pages.rich_text import INNER_FEATURES


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160, label=_("What to do"))
    text = blocks.RichTextBlock(features=INNER_FEATURES, required=False, label=_("Details"))

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps, in order")
        description = _("What to do, in order. The steps are numbered.")
        template = "kb_pages/blocks/steps.html"
        preview_value = staticmethod(previews.steps)
