"""What stands at the foot of a sheet: glossary, abbreviations, legal texts, links to go further."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.rendering.conditional import condition_note
from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import filled, join, ours, tag
from clairdroit.comarquage.rendering.inline import definition_anchor, external_link, term_anchor
from clairdroit.comarquage.rendering.registry import inline, render_children, renders, title_of


@renders("Definition")
def render_definition(element: etree._Element, context: RenderContext) -> SafeString:
    references = element.findall("Reference")
    identifier = element.get("ID", "")
    back = tag("a", ours(_("Back to the text")), href=f"#{term_anchor(identifier)}", class_="meta")
    return tag(
        "div",
        tag("dt", title_of(element, context), id_=definition_anchor(identifier)),
        tag(
            "dd",
            render_children(element, context, skip=("Reference",)),
            filled("ul", *(render_reference(reference, context) for reference in references)),
            filled("p", back if identifier in context.terms else None),
        ),
    )


@renders("Abreviation")
def render_abbreviation(element: etree._Element, context: RenderContext) -> SafeString:
    return tag("div", tag("dt", title_of(element, context)), tag("dd", render_children(element, context)))


@renders("Reference")
def render_reference(element: etree._Element, context: RenderContext) -> SafeString:
    return tag(
        "li",
        condition_note(element, context),
        external_link(element, title_of(element, context), context),
        filled("p", inline(element.find("Complement"), context)),
        filled("p", inline(element.find("Source"), context), class_="meta"),
    )


@renders("PourEnSavoirPlus")
def render_further_reading(element: etree._Element, context: RenderContext) -> SafeString:
    return tag(
        "li",
        condition_note(element, context),
        external_link(element, title_of(element, context), context),
        filled("p", inline(element.find("Source"), context), class_="meta"),
    )


@renders("Partenaire")
def render_source_partner(element: etree._Element, context: RenderContext) -> SafeString:
    """The feed gives an address without a name."""
    return filled("li", external_link(element, inline(element, context) or element.get("URL", ""), context))


def description_list(elements: list[etree._Element], context: RenderContext) -> SafeString:
    render = {"Definition": render_definition, "Abreviation": render_abbreviation}
    return filled("dl", join(render[element.tag](element, context) for element in elements))
