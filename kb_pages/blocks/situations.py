from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.blocks import previews
from clairdroit.kb_pages.blocks.amounts import AmountsBlock
from clairdroit.kb_pages.blocks.services import ServiceBlock
from clairdroit.kb_pages.blocks.steps import StepsBlock
from clairdroit.kb_pages.blocks.tables import TableWithHeadersBlock
from clairdroit.kb_pages.blocks.text import CalloutBlock, ChecklistBlock, ParagraphBlock
from clairdroit.kb_pages.enums import CaseLayout
from clairdroit.kb_pages.rich_text import INNER_FEATURES


class CaseBody(blocks.StreamBlock):
    """What stands inside one case. No partner or fiche here: they are read once for the whole article."""

    paragraph = ParagraphBlock(features=["h4", *INNER_FEATURES])
    callout = CalloutBlock()
    checklist = ChecklistBlock()
    steps = StepsBlock()
    table = TableWithHeadersBlock()
    amounts = AmountsBlock()
    service = ServiceBlock()


class CaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        max_length=160, label=_("Situation"), help_text=_("In the reader's words: “I rent from a social landlord”.")
    )
    body = CaseBody(label=_("What applies then"))

    class Meta:
        icon = "user"
        label = _("Situation")


class CasesBlock(blocks.StructBlock):
    """The answer differs by situation: the reader opens the one that is theirs."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    layout = blocks.ChoiceBlock(choices=CaseLayout.choices, default=CaseLayout.CLOSED, label=_("Layout"))
    cases = blocks.ListBlock(CaseBlock(), min_num=2, label=_("Situations"))

    class Meta:
        icon = "order"
        label = _("According to your situation")
        description = _("The answer depends on the reader: one part for each situation.")
        template = "kb_pages/blocks/cases.html"
        preview_value = staticmethod(previews.cases)


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160, label=_("Title"))
    text = blocks.RichTextBlock(features=INNER_FEATURES, label=_("Text"))


class AccordionBlock(blocks.StructBlock):
    """More for whoever wants it: frequent questions, details. Nothing that everyone must read."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    items = blocks.ListBlock(AccordionItemBlock(), min_num=1, label=_("Items"))

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        description = _("Details that few readers need: each opens when it is touched.")
        template = "kb_pages/blocks/accordion.html"
        preview_value = staticmethod(previews.accordion)
