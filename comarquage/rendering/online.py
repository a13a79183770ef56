"""Online services, forms with their CERFA numbers, model letters, simulators, notices."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lxml import etree

from clairdroit.comarquage.enums import SheetKind
from clairdroit.comarquage.feed.parser import kind_of
from clairdroit.comarquage.rendering.conditional import condition_note
from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join, ours, tag
from clairdroit.comarquage.rendering.inline import external_link, internal_link, web_address
from clairdroit.comarquage.rendering.registry import inline, render_children, renders, title_of

PARTS_PLACED = ("Titre", "Condition", "Source", "NoticeLiee", "LienWeb")


def action_words(kind: SheetKind) -> str:
    return {
        SheetKind.ONLINE_SERVICE: _("Go to the online service"),
        SheetKind.FORM: _("Open the form"),
        SheetKind.LETTER: _("Open the model letter"),
        SheetKind.SIMULATOR: _("Open the simulator"),
        SheetKind.DIRECTORY: _("Open the search tool"),
    }.get(kind, pgettext("official sheet", "Open"))


@renders("ServiceEnLigne", "ServiceEnLigneAnnexe")
def render_online_service(element: etree._Element, context: RenderContext) -> SafeString:
    kind = kind_of(element.get("type", ""), "R")
    identifier = element.get("ID", "")
    title = title_of(element, context)
    with context.deeper():
        content = render_children(element, context, skip=PARTS_PLACED)
    return tag(
        "div",
        filled("p", ours(" · ".join([str(kind.label), *numbers(element)])), class_="meta"),
        filled("p", internal_link(identifier, title, context), class_="card__title"),
        condition_note(element, context),
        content,
        *(web_link(link, context, kind) for link in [element, *element.findall("LienWeb")]),
        *(render_notice(notice, context) for notice in element.findall("NoticeLiee")),
        filled("p", inline(element.find("Source"), context), class_="meta"),
        class_="card online-service",
    )


def numbers(element: etree._Element) -> list[str]:
    found = []
    if number := element.get("numerocerfa"):
        found.append(cerfa(number))
    if number := element.get("autrenumero"):
        found.append(_("No. %(number)s") % {"number": number})
    return found


def cerfa(number: str) -> str:
    """The feed also writes "En cours d'homologation" where a number will stand."""
    words = _("Cerfa no. %(number)s") if number[:1].isdigit() else _("Cerfa: %(number)s")
    return words % {"number": number}


def web_link(element: etree._Element, context: RenderContext, kind: SheetKind) -> SafeString:
    """The link to the service; what stands after it says what the download is."""
    if not web_address(element):
        return filled("p", inline(element.find("Source"), context)) if element.tag == "LienWeb" else EMPTY
    comment = filled("span", element.get("commentaireLien"), class_="meta")
    link = external_link(element, ours(action_words(kind)), context, class_="button button--quiet")
    source = inline(element.find("Source"), context) if element.tag == "LienWeb" else None
    return join([filled("p", join([link, comment], " ")), filled("p", source, class_="meta")])


@renders("LienWeb")
def render_web_link(element: etree._Element, context: RenderContext) -> SafeString:
    """On a resource's own page: the link to what the page is about."""
    return web_link(element, context, context.kind)


@renders("NoticeLiee")
def render_notice(element: etree._Element, context: RenderContext) -> SafeString:
    """Instructions that go with a form."""
    text = inline(element, context)
    return filled(
        "p",
        join([ours(_("Notice:")), external_link(element, text, context), *numbers(element)], " ") if text else EMPTY,
        class_="notice",
    )
