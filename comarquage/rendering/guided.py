"""Guided searches and questionnaires, as nested disclosures and a form, without JavaScript.

What an answer sets is carried to the sheet it leads to, in the address: there the reader's case comes first.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.rendering.conditions import PARAMETER, Answers
from clairdroit.comarquage.rendering.context import RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, filled, join, ours, tag
from clairdroit.comarquage.rendering.registry import inline, render, render_all, renders, title_of

BRANCHES = ("Problematique", "Branche")
WORDLESS = ("Titre", "SiSelectionne", "LienInterne", *BRANCHES)


@renders("Problematiques")
def render_problems(element: etree._Element, context: RenderContext) -> SafeString:
    intro = render_all((child for child in element if child.tag not in BRANCHES), context)
    branches = join(render(child, context) for child in element if child.tag in BRANCHES)
    return tag("div", tag("p", ours(_("Open what describes your situation."))), intro, branches, class_="guided")


@renders(*BRANCHES)
def render_branch(element: etree._Element, context: RenderContext) -> SafeString:
    """An answer: the sheets it leads to, or the next answers to choose from."""
    selected = context.answers.with_selected(element)
    inside = replace(context, answers=selected, level=context.level + 1, is_folded=True)
    # `replace` shares the collections, so what is counted inside is counted for the whole sheet.
    links = [link for child in element.findall("LienInterne") if (link := target_link(child, inside))]
    help_text = render_all((child for child in element if child.tag not in WORDLESS), inside)
    branches = [child for child in element if child.tag in BRANCHES]
    # Nothing to unfold: a disclosure that holds a single link costs a touch and tells nothing.
    if not branches and not help_text and len(links) == 1:
        return filled("p", direct_link(element, inside) or join([title_of(element, context), links[0]], " "))
    with context.without_links():
        title = title_of(element, context)
    body = join(
        [
            help_text,
            *(filled("p", link) for link in links),
            *(render(branch, inside) for branch in branches),
        ]
    )
    if not body:
        return filled("p", title)
    summary = tag("summary", context.heading(title) or ours(_("Other case")))
    return tag("details", summary, tag("div", body, class_="flow"), class_="disclosure branch")


def target_link(element: etree._Element, context: RenderContext) -> SafeString:
    target = element.get("LienPublication", "")
    text = inline(element, context)
    if not text.strip():
        text = join([context.titles.get(target) or target])
    if target not in context.titles:
        return text
    return tag("a", text, href=context.url(target, context.answers))


def direct_link(element: etree._Element, context: RenderContext) -> SafeString:
    """A last branch is its own link, so that one tap leads to the sheet."""
    link = element.find("LienInterne")
    target = link.get("LienPublication", "") if link is not None else ""
    with context.without_links():
        title = title_of(element, context)
    if link is None or inline(link, context).strip() or target not in context.titles or not title:
        return EMPTY
    destination = tag("span", context.titles[target], class_="meta")
    return join([tag("a", title, href=context.url(target, context.answers)), tag("br"), destination])


@renders("Questionnaire")
def render_questionnaire(element: etree._Element, context: RenderContext) -> SafeString:
    commune = tag("input", type="hidden", name="commune", value=context.commune_code) if context.commune_code else None
    return tag(
        "form",
        commune,
        render_all(element, context),
        tag("p", tag("button", ours(_("Show what concerns me")), type="submit", class_="button")),
        method="get",
        # Without a query: a form sent by GET replaces it by its own fields.
        action=f"{context.url(context.sheet_id).partition('?')[0]}",
        class_="card questionnaire",
    )


@renders("Question")
def render_question(element: etree._Element, context: RenderContext) -> SafeString:
    identifier = context.unique_id("question")
    choices = [child for child in element if child.tag == "Choix"]
    with context.without_links():
        legend = filled("legend", title_of(element, context))
    others = render_all((child for child in element if child.tag not in ("Choix", "Titre")), context)
    return tag(
        "fieldset",
        legend,
        others,
        *(render_choice(choice, context, name=identifier, number=number) for number, choice in enumerate(choices, 1)),
    )


@renders("Choix")
def render_lone_choice(element: etree._Element, context: RenderContext) -> SafeString:
    return render_choice(element, context, name=context.unique_id("question"), number=1)


def render_choice(element: etree._Element, context: RenderContext, *, name: str, number: int) -> SafeString:
    """One radio button; every question shares the parameter, so each group has its own form name."""
    sets = Answers().with_selected(element)
    # What the address says was chosen before: the form comes back as it was sent.
    chosen = bool(sets) and sets.true <= context.answers.true and sets.false <= context.answers.false
    identifier = f"{name}-{number}"
    with context.without_links():
        title = title_of(element, context)
        meaning = title_of(element, context, "IntituleSiSelectionne")
    button = tag(
        "input",
        type="radio",
        name=f"{PARAMETER}-{name}",
        id_=identifier,
        value=str(sets),
        checked=chosen,
    )
    text = join([title, filled("span", meaning, class_="meta")], " ")
    return tag("div", button, tag("label", text, for_=identifier), class_="choice")


@renders("IntituleSiSelectionne")
def render_meaning(element: etree._Element, context: RenderContext) -> SafeString:
    return filled("p", inline(element, context))
