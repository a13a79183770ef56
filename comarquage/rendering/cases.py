"""Situations and cases: one disclosure each, so that the reader always sees which case a sentence belongs to."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.rendering.conditional import condition_note
from clairdroit.comarquage.rendering.conditions import applies
from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join, ours, tag
from clairdroit.comarquage.rendering.registry import render, render_children, renders, title_of


@renders("ListeSituations", "BlocCas")
def render_cases(element: etree._Element, context: RenderContext) -> SafeString:
    """The cases, those that the reader's answers point at first and open."""
    cases = [child for child in element if child.tag in ("Situation", "Cas")]
    others = [child for child in element if child.tag not in ("Situation", "Cas")]
    states = [applies(case, context.answers) for case in cases]
    ordered = sorted(zip(cases, states, strict=True), key=lambda pair: pair[1] is not True)
    in_sequence = element.get("affichage") == "sequentiel"
    hint = EMPTY if in_sequence or len(cases) == 1 else invitation(context)
    rendered = [
        render_section(case, context)
        if in_sequence
        else render_case(case, context, is_open=len(cases) == 1 or state is True, is_yours=state is True)
        for case, state in ordered
    ]
    return filled(
        "div",
        join(render(other, context) for other in others),
        hint,
        *rendered,
        class_="cases",
    )


def invitation(context: RenderContext) -> SafeString:
    """Once on a page: whoever has never met a disclosure sees closed boxes and no text."""
    if context.cases_explained:
        return EMPTY
    context.cases_explained = True
    return tag("p", ours(_("Open the situation that is yours.")), class_="meta")


@renders("Situation", "Cas")
def render_lone_case(element: etree._Element, context: RenderContext) -> SafeString:
    return render_case(element, context, is_open=True, is_yours=False)


def render_case(element: etree._Element, context: RenderContext, *, is_open: bool, is_yours: bool) -> SafeString:
    with context.without_links():
        title = title_of(element, context) or ours(_("Other case"))
    heading = context.heading(title)
    yours = tag("span", ours(_("Your case")), class_="pill pill--ok") if is_yours else None
    with context.deeper(), context.folded(when=not is_open):
        content = render_children(element, context)
    summary = tag("summary", join([heading, yours], " "))
    body = filled("div", condition_note(element, context), content, class_="flow")
    return tag("details", summary, body, class_="disclosure case", open=is_open)


def render_section(element: etree._Element, context: RenderContext) -> SafeString:
    """Situations that follow one another in time: read in order, not chosen from."""
    title = title_of(element, context)
    heading = context.heading(title)
    with context.deeper(when=bool(title)):
        content = render_children(element, context)
    return filled("section", heading, condition_note(element, context), content, class_="section")
