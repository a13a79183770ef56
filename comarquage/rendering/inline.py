"""Words inside a paragraph: emphasis, values, links, glossary terms, abbreviations."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, join, tag
from clairdroit.comarquage.rendering.registry import inline, renders

# A link of this type names an `Abreviation` at the foot of the sheet, not a publication.
ABBREVIATION_TYPES = ("Sigle", "Acronyme")
# ISO 639: whatever else stands in `langue` says nothing to a screen reader.
LANGUAGE = re.compile(r"[a-z]{2,3}")
# The feed has a few addresses with blanks in them (not in the host): browsers mend those, and so do we.
WEB_ADDRESS = re.compile(r"https?://[^\s/]+(?:/.*)?|mailto:[^\s@]+@[^\s@]+")
FORMATS = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/vnd.ms-excel": "Excel",
    "application/rtf": "RTF",
}


@renders("Valeur")
def render_value(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("strong", inline(element, context), class_="value")


@renders("MiseEnEvidence")
def render_emphasis(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("strong", inline(element, context))


@renders("Expression")
def render_expression(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("em", inline(element, context))


@renders("Exposant")
def render_superscript(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("sup", inline(element, context))


@renders("Indice")
def render_subscript(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("sub", inline(element, context))


@renders("Citation")
def render_quotation(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("q", inline(element, context))


@renders("Variable")
def render_variable(element: etree._Element, context: RenderContext) -> SafeString:
    """What the reader replaces by their own words in a model letter."""
    return tag("span", inline(element, context), class_="fill-in")


@renders("TermeEtranger")
def render_foreign_term(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("i", inline(element, context), lang=language_of(element))


@renders("LienInterne")
def render_internal_link(element: etree._Element, context: RenderContext) -> SafeString:
    target = element.get("LienPublication", "")
    if element.get("type") in ABBREVIATION_TYPES:
        return render_abbreviation(target, inline(element, context), context)
    text = inline(element, context)
    if not text.strip():
        # Alone it takes its target's title; amid a sentence it is a remnant of editing at the source.
        parent = element.getparent()
        is_alone = parent is not None and not "".join(parent.itertext()).strip()
        text = join([context.titles.get(target)]) if is_alone else EMPTY
    return internal_link(target, text, context)


def internal_link(target: str, text: SafeString | str, context: RenderContext) -> SafeString:
    """A link to our own page of that publication; plain text where the feed does not have it."""
    if target in context.titles and context.links_allowed and text.strip():
        return tag("a", text, href=context.url(target))
    return join([text])


def render_abbreviation(target: str, text: SafeString, context: RenderContext) -> SafeString:
    known = context.abbreviations.get(target)
    if not known:
        return text
    return tag("abbr", text, title=known[1])


@renders("LienIntra")
def render_glossary_term(element: etree._Element, context: RenderContext) -> SafeString:
    """A term explained at the foot of the same page; the feed marks a few links to other publications this way too."""
    target, text = element.get("LienID", ""), inline(element, context)
    if target not in context.definitions:
        return internal_link(target, text, context)
    if not context.links_allowed or not text.strip():
        return text
    # Only the first mention has an anchor: the explanation leads back to it.
    first = None if target in context.terms else term_anchor(target)
    context.terms.add(target)
    return tag("a", text, href=f"#{definition_anchor(target)}", id_=first, class_="glossary-term")


def definition_anchor(definition_id: str) -> str:
    return f"definition-{definition_id}"


def term_anchor(definition_id: str) -> str:
    return f"term-{definition_id}"


@renders("LienExterne")
def render_external_link(element: etree._Element, context: RenderContext) -> SafeString:
    return external_link(element, inline(element, context), context)


def external_link(
    element: etree._Element, text: SafeString | str, context: RenderContext, *, class_: str | None = None
) -> SafeString:
    """A link to the element's URL, with the size of what would be downloaded; text where there is none."""
    address = web_address(element)
    if not address or not context.links_allowed or not text.strip():
        return join([text])
    link = tag("a", text, href=address, hreflang=language_of(element), rel="external", class_=class_)
    return join([link, download_note(element)], " ")


def web_address(element: etree._Element) -> str:
    address = element.get("URL", "").strip()
    return re.sub(r"\s", "%20", address) if WEB_ADDRESS.fullmatch(address) else ""


def language_of(element: etree._Element) -> str | None:
    language = element.get("langue", "").strip().lower()
    return language if LANGUAGE.fullmatch(language) else None


def download_note(element: etree._Element) -> SafeString | None:
    """ "(PDF, 93,7 Ko)", because a download on an old phone is a decision."""
    kind = FORMATS.get(element.get("format", "").lower())
    size = element.get("poids", "").strip()
    if size and size != "0":
        size = size.replace(".", ",").replace("KB", _("kB")).replace("MB", _("MB"))
    parts = ", ".join(part for part in (kind, size) if part and part != "0")
    return tag("span", f"({parts})", class_="download-note meta") if parts else None
