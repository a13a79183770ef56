from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.blocks.amounts import AmountsBlock
from clairdroit.kb_pages.blocks.legal import LegalReferencesBlock
from clairdroit.kb_pages.blocks.partners import PartnersBlock
from clairdroit.kb_pages.blocks.services import ServiceBlock
from clairdroit.kb_pages.blocks.sheets import OfficialSheetsBlock
from clairdroit.kb_pages.blocks.situations import AccordionBlock, CasesBlock
from clairdroit.kb_pages.blocks.steps import StepsBlock
from clairdroit.kb_pages.blocks.tables import TableWithHeadersBlock
from clairdroit.kb_pages.blocks.text import CalloutBlock, ChecklistBlock, ParagraphBlock


class NewsBody(blocks.StreamBlock):
    """Short texts: news, events, information pages."""

    paragraph = ParagraphBlock(group=_("Text"))
    callout = CalloutBlock(group=_("Text"))
    steps = StepsBlock(group=_("Text"))
    table = TableWithHeadersBlock(group=_("Cases and figures"))
    accordion = AccordionBlock(group=_("Text"))
    partners = PartnersBlock(group=_("People, procedures and sources"))
    service = ServiceBlock(group=_("People, procedures and sources"))
    official_sheets = OfficialSheetsBlock(group=_("People, procedures and sources"))


class ArticleBody(NewsBody):
    checklist = ChecklistBlock(group=_("Text"))
    cases = CasesBlock(group=_("Cases and figures"))
    amounts = AmountsBlock(group=_("Cases and figures"))
    legal_references = LegalReferencesBlock(group=_("People, procedures and sources"))
