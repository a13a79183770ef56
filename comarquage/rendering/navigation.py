"""Elements that say where a publication stands and for whom. The page places most of them itself."""

from __future__ import annotations

from django.utils.safestring import SafeString
from lxml import etree

from clairdroit.comarquage.elements import DUBLIN_CORE
from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join
from clairdroit.comarquage.rendering.inline import internal_link
from clairdroit.comarquage.rendering.registry import inline, plain_title, renders

# Not for readers: the channel it was published on, and codes that say "Particuliers" on every sheet.
SILENT = frozenset({"Canal", "Audience", *DUBLIN_CORE})


@renders(*SILENT)
def render_nothing(element: etree._Element, context: RenderContext) -> SafeString:
    return EMPTY


@renders("FilDAriane")
def render_official_path(element: etree._Element, context: RenderContext) -> SafeString:
    """The way to this sheet on service-public: our own breadcrumb goes by the eight headings."""
    levels = [inline(level, context) for level in element.findall("Niveau")]
    return filled("p", join(levels, " › "), class_="meta")


@renders("Theme")
def render_theme(element: etree._Element, context: RenderContext) -> SafeString:
    return filled("p", internal_link(element.get("ID", ""), plain_title(element), context), class_="meta")


@renders("SousThemePere", "SousDossierPere", "Cible", "SurTitre", "NumeroCerfa", "AutreNumero", "Niveau")
def render_words(element: etree._Element, context: RenderContext) -> SafeString:
    return filled("p", inline(element, context), class_="meta")
