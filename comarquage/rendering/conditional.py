"""How a condition is told to the reader."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.rendering.conditions import applies, variables_of
from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join, ours, tag
from clairdroit.comarquage.rendering.registry import render_children, renders

# More alternatives than this say less than "depending on your situation".
MAX_LABELS = 3


def condition_note(element: etree._Element, context: RenderContext) -> SafeString:
    """Says when the reader's answers rule the passage out; it stays readable, because answers can be wrong."""
    if applies(element, context.answers) is False:
        return tag("span", ours(_("According to your answers, this does not concern you.")), class_="condition meta")
    return EMPTY


def condition_in_words(element: etree._Element, context: RenderContext) -> str:
    labels = [context.labels[name] for name in variables_of(element) if name in context.labels]
    return f" {_('or')} ".join(dict.fromkeys(labels)) if 0 < len(labels) <= MAX_LABELS else ""


@renders("FragmentConditionne")
def render_fragment(element: etree._Element, context: RenderContext) -> SafeString:
    """A passage for some readers only, set apart so that two of them are never read as one text."""
    state = applies(element, context.answers)
    words = condition_in_words(element, context)
    if state is True:
        note = tag("span", ours(_("Concerns you, according to your answers")), class_="pill pill--ok")
    elif state is False:
        note = condition_note(element, context)
    else:
        lead = ours(_("If this is your situation:")) if words else ours(_("Depending on your situation"))
        text = join([lead, words], " ")
        note = tag("span", text, class_="condition meta")
    content = render_children(element, context)
    return join([tag("div", tag("p", note), content, class_="conditional")]) if content else EMPTY


@renders("Condition", "estVrai", "estIndefini", "ou", "et", "SiSelectionne", "affecteVrai", "affecteFaux")
def render_no_words(element: etree._Element, context: RenderContext) -> SafeString:
    """These hold no words; what they say is evaluated by `conditions`."""
    return filled("p", (element.text or "").strip())
