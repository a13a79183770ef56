"""Lists of other publications: contents of themes and dossiers, sheets to see next."""

from __future__ import annotations

from django.utils.safestring import SafeString
from lxml import etree

from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join, tag
from clairdroit.comarquage.rendering.inline import internal_link
from clairdroit.comarquage.rendering.registry import inline, plain_title, render, renders, title_of

LISTED = (
    "Fiche",
    "Dossier",
    "FicheLiee",
    "QuestionReponse",
    "CommentFaireSi",
    "RechercheGuidee",
    "ServiceEnLigneAlternatif",
)


@renders(*LISTED)
def render_entry(element: etree._Element, context: RenderContext) -> SafeString:
    """One publication: its title, given as text or as an element, and the theme or dossier it belongs to."""
    title = title_of(element, context) or inline(element, context)
    entry = internal_link(element.get("ID", ""), SafeString(title.strip()), context)
    belongs_to = [plain_title(theme) for theme in element.findall("Theme")]
    belongs_to += [" ".join("".join(dossier.itertext()).split()) for dossier in element.findall("Dossier")]
    return filled("li", entry, filled("p", " · ".join(filter(None, belongs_to)), class_="meta"))


@renders("SousTheme", "SousDossier")
def render_group(element: etree._Element, context: RenderContext) -> SafeString:
    title = title_of(element, context)
    entries = [child for child in element if child.tag in LISTED]
    others = [child for child in element if child.tag not in LISTED and child.tag != "Titre"]
    with context.deeper(when=bool(title)):
        rest = join(render(child, context) for child in others)
    return filled(
        "section",
        context.heading(title, id_=context.unique_id(plain_title(element)) if title else None),
        list_of(entries, context),
        rest,
        class_="section",
    )


@renders("VoirAussi")
def render_see_also(element: etree._Element, context: RenderContext) -> SafeString:
    return join(render(child, context) for child in element)


def list_of(elements: list[etree._Element], context: RenderContext) -> SafeString:
    return filled("ul", join(render(element, context) for element in elements), class_="list-links")


def contents(elements: list[etree._Element], context: RenderContext) -> SafeString:
    """Groups and single entries in the order of the feed, the entries between two groups as one list."""
    pieces: list[SafeString] = []
    run: list[etree._Element] = []
    for element in elements:
        if element.tag in LISTED:
            run.append(element)
            continue
        pieces += [list_of(run, context), render(element, context)]
        run = []
    return join([*pieces, list_of(run, context)])


@renders("DossierPere")
def render_parent_dossier(element: etree._Element, context: RenderContext) -> SafeString:
    """The dossier this sheet stands in, with the sheets beside it."""
    title = internal_link(element.get("ID", ""), title_of(element, context), context)
    inside = contents([child for child in element if child.tag != "Titre"], context)
    return tag("div", filled("p", filled("strong", title)), inside, class_="flow") if title or inside else EMPTY
