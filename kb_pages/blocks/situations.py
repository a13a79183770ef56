from django.utils.translation import gettext_lazy as _
from wagtail import blocks

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
        max_length=160, label=_("situation"), help_text=_("In the reader's words: “I rent from a social landlord”.")
    )
    body = CaseBody(label=_("what applies then"))

    class Meta:
        icon = "user"
        label = _("Situation")


class CasesBlock(blocks.StructBlock):
    """The answer differs by situation: the reader opens the one that is theirs."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("title"))
    layout = blocks.ChoiceBlock(choices=CaseLayout.choices, default=CaseLayout.CLOSED, label=_("layout"))
    cases = blocks.ListBlock(CaseBlock(), min_num=2, label=_("situations"))

    class Meta:
        icon = "group"
        label = _("According to your situation")
        template = "kb_pages/blocks/cases.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160, label=_("title"))
    text = blocks.RichTextBlock(features=["h4", *INNER_FEATURES], label=_("text"))


class AccordionBlock(blocks.StructBlock):
    """More for whoever wants it: frequent questions, details. Nothing that everyone must read."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("title"))
    items = blocks.ListBlock(AccordionItemBlock(), min_num=1, label=_("items"))

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        template = "kb_pages/blocks/accordion.html"
