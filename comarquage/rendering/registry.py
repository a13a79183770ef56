"""Which function renders which element. An element that none claims is counted and rendered as its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString
from lxml import etree

from clairdroit.comarquage.elements import INLINE, KNOWN, local_name
from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join
from clairdroit.registries import Registry

Renderer = Callable[[etree._Element, RenderContext], SafeString]
# Filled by the decorator when the modules of this package are imported, which `document` does.
renderers = Registry[Renderer](taken="The element {key} has a renderer already: {known!r}.")


def renders(*names: str) -> Callable[[Renderer], Renderer]:
    return lambda function: renderers.register(function, *names)


def render(element: etree._Element, context: RenderContext) -> SafeString:
    renderer = renderers.get(local_name(element.tag))
    return renderer(element, context) if renderer else render_unknown(element, context)


def render_all(elements: Iterable[etree._Element], context: RenderContext) -> SafeString:
    return join(render(element, context) for element in elements)


def render_children(element: etree._Element, context: RenderContext, *, skip: Iterable[str] = ()) -> SafeString:
    """The element's children as blocks, without its title, which whoever calls has placed already."""
    left_out = {"Titre", "Condition", *skip}
    return render_all((child for child in element if child.tag not in left_out), context)


def render_unknown(element: etree._Element, context: RenderContext) -> SafeString:
    name = local_name(element.tag)
    if name not in KNOWN:
        context.unknown[name] += 1
    # An unknown container of known blocks: its blocks are drawn as ever, only the frame is missing.
    if any(child.tag not in INLINE for child in element):
        return join([filled("p", element.text), *(unknown_part(child, context) for child in element)])
    return filled("p", inline(element, context))


def unknown_part(child: etree._Element, context: RenderContext) -> SafeString:
    return join([render(child, context), filled("p", child.tail)])


def inline(element: etree._Element | None, context: RenderContext) -> SafeString:
    """Text and inline elements; a block that strays in here keeps its words."""
    if element is None:
        return EMPTY
    pieces: list[str | None] = [element.text]
    for child in element:
        if child.tag in INLINE:
            pieces.append(renderers[child.tag](child, context))
        else:
            pieces.append(stray(child, context))
        pieces.append(child.tail)
    return join(pieces)


def stray(element: etree._Element, context: RenderContext) -> SafeString:
    """A block among words, as words."""
    name = local_name(element.tag)
    if name not in KNOWN:
        context.unknown[name] += 1
    return join([" ", inline(element, context), " "])


def title_of(element: etree._Element, context: RenderContext, name: str = "Titre") -> SafeString:
    """The element's title as inline HTML; a title may be text or several paragraphs."""
    found = element.find(name)
    title = inline(found, context) if found is not None else EMPTY
    return SafeString(title.strip())


def plain_title(element: etree._Element, name: str = "Titre") -> str:
    found = element.find(name)
    return "" if found is None else " ".join(" ".join(found.itertext()).split())
