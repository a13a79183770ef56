"""The body of an article, one module per kind of content."""

from clairdroit.kb_pages.blocks.amounts import AmountsBlock
from clairdroit.kb_pages.blocks.body import ArticleBody, NewsBody
from clairdroit.kb_pages.blocks.legal import LegalReferencesBlock
from clairdroit.kb_pages.blocks.partners import PartnersBlock
from clairdroit.kb_pages.blocks.services import ServiceBlock
from clairdroit.kb_pages.blocks.sheets import OfficialSheetsBlock
from clairdroit.kb_pages.blocks.situations import AccordionBlock, CasesBlock
from clairdroit.kb_pages.blocks.steps import StepsBlock
from clairdroit.kb_pages.blocks.tables import TableWithHeadersBlock
from clairdroit.kb_pages.blocks.text import CalloutBlock, ChecklistBlock, ParagraphBlock

__all__ = [
    "AccordionBlock",
    "AmountsBlock",
    "ArticleBody",
    "CalloutBlock",
    "CasesBlock",
    "ChecklistBlock",
    "LegalReferencesBlock",
    "NewsBody",
    "OfficialSheetsBlock",
    "ParagraphBlock",
    "PartnersBlock",
    "ServiceBlock",
    "StepsBlock",
    "TableWithHeadersBlock",
]
