"""Whom to turn to: our own partner of that kind near the reader, else the national contact of the feed."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, ours, tag
from clairdroit.comarquage.rendering.inline import external_link
from clairdroit.comarquage.rendering.registry import inline, render_children, renders, title_of


@renders("OuSAdresser", "OuSAdresserSupport")
def render_contact(element: etree._Element, context: RenderContext) -> SafeString:
    title = title_of(element, context)
    pivots = [pivot for child in element.findall("PivotLocal") if (pivot := (child.text or "").strip())]
    partners = context.partners.cards(pivots, context) if context.partners else EMPTY
    links = [
        external_link(link, ours(_("Contact at national level") if partners else _("See the contact details")), context)
        for link in element.findall("RessourceWeb")
    ]
    return tag(
        "div",
        filled("p", title, class_="card__title"),
        filled("p", inline(element.find("Complement"), context)),
        partners,
        render_children(element, context, skip=("PivotLocal", "RessourceWeb", "Complement", "Source")),
        *(filled("p", link) for link in links),
        filled("p", inline(element.find("Source"), context), class_="meta"),
        class_="card contact",
    )


@renders("RessourceWeb")
def render_web_resource(element: etree._Element, context: RenderContext) -> SafeString:
    return filled("p", external_link(element, inline(element, context) or element.get("URL", ""), context))


@renders("PivotLocal")
def render_pivot(element: etree._Element, context: RenderContext) -> SafeString:
    """A pivot is a key ("caf"), not words: outside a contact it still finds our partners."""
    pivot = (element.text or "").strip()
    return context.partners.cards([pivot], context) if context.partners else EMPTY


@renders("Complement", "Source")
def render_origin(element: etree._Element, context: RenderContext) -> SafeString:
    return filled("p", inline(element, context), class_="meta")
