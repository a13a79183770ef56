"""Paragraphs, chapters, lists, callouts, pictures."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.elements import INLINE
from clairdroit.comarquage.feed.parser import date_of
from clairdroit.comarquage.rendering.conditional import condition_note
from clairdroit.comarquage.rendering.context import Anchor, RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join, ours, tag
from clairdroit.comarquage.rendering.inline import external_link
from clairdroit.comarquage.rendering.registry import (
    inline,
    plain_title,
    render,
    render_all,
    render_children,
    renderers,
    renders,
    stray,
    title_of,
)
from clairdroit.taxonomy.day_words import day_in_words

CALLOUTS = {
    "ASavoir": "callout",
    "ANoter": "callout",
    "Rappel": "callout",
    "Aide": "callout",
    "Attention": "callout callout--attention",
    "Avertissement": "callout callout--attention",
}
PICTURES = ("Image", "Illustration")


@renders("Paragraphe")
def render_paragraph(element: etree._Element, context: RenderContext) -> SafeString:
    """A paragraph; a picture inside one is set between its two halves, because HTML allows no other way."""
    pieces: list[SafeString] = []
    run: list[str | None] = [element.text]
    for child in element:
        if child.tag in PICTURES:
            pieces += [filled("p", *run), render(child, context)]
            run = []
        elif child.tag in INLINE:
            run.append(renderers[child.tag](child, context))
        else:
            # A block amid words, where the schema has none: its words all the same.
            run.append(stray(child, context))
        run.append(child.tail)
    return join([*pieces, filled("p", *run)])


@renders("Introduction", "Texte", "Contenu", "Description", "Commentaire")
def render_group(element: etree._Element, context: RenderContext) -> SafeString:
    return render_children(element, context)


@renders("Chapitre", "SousChapitre")
def render_chapter(element: etree._Element, context: RenderContext) -> SafeString:
    title, anchor = title_of(element, context), None
    if title:
        anchor = context.unique_id(plain_title(element))
        # The page's own list of contents shows the first level only.
        if element.tag == "Chapitre" and context.level == 2:
            context.anchors.append(Anchor(anchor, plain_title(element)))
    heading = context.heading(title, id_=anchor)
    with context.deeper(when=bool(title)):
        content = render_children(element, context)
    return filled("section", heading, condition_note(element, context), content, class_="section")


@renders("TitreAlternatif")
def render_alternative_title(element: etree._Element, context: RenderContext) -> SafeString:
    return filled("p", inline(element, context), class_="soft")


@renders("Titre")
def render_stray_title(element: etree._Element, context: RenderContext) -> SafeString:
    """A title that its parent has not placed."""
    return filled("p", filled("strong", inline(element, context)))


@renders("Liste")
def render_list(element: etree._Element, context: RenderContext) -> SafeString:
    items = join(render(child, context) for child in element)
    return filled("ol" if element.get("type") == "numero" else "ul", items)


@renders("Item")
def render_item(element: etree._Element, context: RenderContext) -> SafeString:
    children = [child for child in element if child.tag != "Condition"]
    # Without the `p`, as an item of one paragraph would otherwise stand apart like a text of several.
    if len(children) == 1 and children[0].tag == "Paragraphe" and children[0].find("Image") is None:
        content = inline(children[0], context)
    else:
        content = render_all(children, context)
    return filled("li", condition_note(element, context), content)


@renders(*CALLOUTS)
def render_callout(element: etree._Element, context: RenderContext) -> SafeString:
    title = title_of(element, context)
    content = render_children(element, context)
    # A warning carries the day it was written: what it announces may be past.
    written_on = filled("p", day_in_words(date_of(element.get("date", ""))), class_="meta")
    return filled("div", filled("p", title, class_="callout__title"), content, written_on, class_=CALLOUTS[element.tag])


@renders("LienExterneCommente")
def render_commented_link(element: etree._Element, context: RenderContext) -> SafeString:
    link = element.find("LienExterne")
    return tag(
        "div",
        filled("p", external_link(link, inline(link, context), context) if link is not None else None),
        filled("p", inline(element.find("Source"), context), class_="meta"),
        render_children(element, context, skip=("LienExterne", "Source")),
        class_="commented-link",
    )


@renders("ContenuIllustre")
def render_illustrated(element: etree._Element, context: RenderContext) -> SafeString:
    return filled("div", render_children(element, context), class_="illustrated")


@renders(*PICTURES)
def render_picture(element: etree._Element, context: RenderContext) -> SafeString:
    """The feed names its pictures but does not carry them, and a public page fetches nothing from elsewhere.

    So the reader gets the words that stand for the picture, and the page where it can be seen.
    """
    link = None
    if context.source_url and context.links_allowed:
        link = tag("a", ours(_("See the picture at service-public")), href=context.source_url, rel="external")
    caption = join(
        [
            filled("p", inline(element.find("Legende"), context)),
            filled("p", inline(element.find("TexteDeRemplacement"), context)),
            render_all(element.findall("Description"), context),
            filled("p", link),
            filled("p", inline(element.find("Credits"), context), class_="meta"),
        ]
    )
    return tag("figure", tag("figcaption", caption), class_="missing-picture") if caption else EMPTY


@renders("TexteDeRemplacement", "Legende", "Credits")
def render_caption_part(element: etree._Element, context: RenderContext) -> SafeString:
    """Outside a picture, where the schema does not put them: their words all the same."""
    return filled("p", inline(element, context))
