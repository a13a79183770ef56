"""One publication as the parts of a page: warnings, introduction, body, and the sections after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from lxml import etree

from clairdroit.comarquage.feed.parser import words

# Imported for what they register.
from clairdroit.comarquage.rendering import blocks, cases, contacts, guided, navigation, tables  # noqa: F401
from clairdroit.comarquage.rendering.context import Anchor, RenderContext
from clairdroit.comarquage.rendering.html import EMPTY, join, tag
from clairdroit.comarquage.rendering.listings import contents, list_of
from clairdroit.comarquage.rendering.online import cerfa
from clairdroit.comarquage.rendering.references import description_list
from clairdroit.comarquage.rendering.registry import plain_title, render_all
from clairdroit.comarquage.rendering.typography import typeset

Group = Callable[[list[etree._Element], RenderContext], SafeString]


@dataclass
class Section:
    key: str
    title: str
    html: SafeString
    # Long lists that few need are folded away.
    is_folded: bool = False


@dataclass
class RenderedSheet:
    warnings: SafeString
    introduction: SafeString
    body: SafeString
    sections: list[Section]
    anchors: list[Anchor]
    cited_partners: set[int] = field(default_factory=set)
    unknown: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
# One entry says which children of the root become which section, and how they are drawn.
class SectionPlan:
    key: str
    title: Promise
    tags: tuple[str, ...]
    group: Group
    is_folded: bool = False


def plain_list(elements: list[etree._Element], context: RenderContext) -> SafeString:
    return tag("ul", render_all(elements, context), class_="list-links")


def cards(elements: list[etree._Element], context: RenderContext) -> SafeString:
    return tag("div", render_all(elements, context), class_="cards")


def lines(elements: list[etree._Element], context: RenderContext) -> SafeString:
    return render_all(elements, context)


SECTIONS = (
    SectionPlan("online", gettext_lazy("Online services and forms"), ("ServiceEnLigne", "ServiceEnLigneAnnexe"), cards),
    SectionPlan("other-ways", gettext_lazy("Another way to do it"), ("ServiceEnLigneAlternatif",), list_of),
    SectionPlan("contacts", gettext_lazy("Whom to turn to"), ("OuSAdresser", "OuSAdresserSupport"), cards),
    SectionPlan("questions", gettext_lazy("Questions that others ask"), ("QuestionReponse",), list_of),
    SectionPlan(
        "see-also",
        gettext_lazy("See also"),
        ("VoirAussi", "FicheLiee", "CommentFaireSi", "RechercheGuidee"),
        plain_list,
    ),
    SectionPlan("further", gettext_lazy("To find out more"), ("PourEnSavoirPlus", "Partenaire"), plain_list),
    SectionPlan("glossary", gettext_lazy("Words explained"), ("Definition",), description_list),
    SectionPlan("abbreviations", gettext_lazy("Abbreviations"), ("Abreviation",), description_list),
    SectionPlan("references", gettext_lazy("Legal texts"), ("Reference",), plain_list, is_folded=True),
    SectionPlan("dossier", gettext_lazy("In the same file"), ("DossierPere",), lines, is_folded=True),
    SectionPlan(
        "official-place",
        gettext_lazy("Where this sheet stands on service-public"),
        ("FilDAriane", "Theme", "SousThemePere", "SousDossierPere", "Cible", "SurTitre"),
        lines,
        is_folded=True,
    ),
)
# A resource's `Dossier` children are where it is used; a theme's or dossier's are what it contains.
RESOURCE_SECTIONS = (
    SectionPlan("used-in", gettext_lazy("Used in these files"), ("Dossier",), list_of),
    *SECTIONS,
)
IDENTITY = ("NumeroCerfa", "AutreNumero")


def render_document(root: etree._Element, context: RenderContext) -> RenderedSheet:
    """Every child of the root ends in exactly one part, the unknown ones in the body."""
    context.definitions = {element.get("ID", ""): plain_title(element) for element in root.findall("Definition")}
    context.abbreviations = {
        element.get("ID", ""): (plain_title(element), words(element.find("Texte")))
        for element in root.findall("Abreviation")
        if element.find("Texte") is not None
    }
    plans = RESOURCE_SECTIONS if root.tag == "ServiceComplementaire" else SECTIONS
    placed = {name for plan in plans for name in plan.tags} | {"Avertissement", "Introduction", *IDENTITY}
    body = contents(
        [child for child in root if child.tag not in placed],
        context,
    )
    return RenderedSheet(
        warnings=typeset(render_all(root.findall("Avertissement"), context)),
        introduction=typeset(join([identity(root), render_all(root.findall("Introduction"), context)])),
        body=typeset(body),
        sections=[section for plan in plans if (section := render_section(root, plan, context))],
        anchors=context.anchors,
        cited_partners=context.partners.in_sight if context.partners else set(),
        unknown=context.unknown,
    )


def identity(root: etree._Element) -> SafeString:
    """A form's numbers."""
    found = [cerfa(words(element)) for element in root.findall("NumeroCerfa")]
    found += [gettext("No. %(number)s") % {"number": words(element)} for element in root.findall("AutreNumero")]
    return tag("p", " · ".join(found), class_="meta") if found else EMPTY


def render_section(root: etree._Element, plan: SectionPlan, context: RenderContext) -> Section | None:
    elements = list(children_of(root, plan.tags))
    if not elements:
        return None
    with context.deeper(), context.folded(when=plan.is_folded):
        html = plan.group(elements, context)
    return Section(plan.key, str(plan.title), typeset(html), plan.is_folded) if html.strip() else None


def children_of(root: etree._Element, tags: Iterable[str]) -> Iterable[etree._Element]:
    """In the plan's order of tags, then the document's; what the feed marks as important comes first."""
    for name in tags:
        yield from sorted(root.findall(name), key=lambda element: element.get("important") != "oui")
