"""What the search holds of the official fiches. Loaded by the search alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from lxml import etree

from clairdroit.comarquage.elements import INLINE
from clairdroit.comarquage.feed.citations import citations
from clairdroit.comarquage.feed.parser import parse_xml
from clairdroit.comarquage.models import Dossier, OfficialSheet, OtherHeading
from clairdroit.comarquage.signals import sheets_imported
from clairdroit.search.api import Document, SearchSource, sources
from clairdroit.taxonomy.publics import publics_named

SHEET, SERVICE = "sheet", "service"
# Parts of a publication that speak of other publications, addresses and texts of law.
ASIDE = frozenset(
    [
        "FilDAriane",
        "Theme",
        "SousThemePere",
        "DossierPere",
        "SousDossierPere",
        "OuSAdresser",
        "Reference",
        "VoirAussi",
        "PourEnSavoirPlus",
        "SiteInternetPublic",
        "Definition",
        "Abreviation",
        "Partenaire",
        "SurTitre",
        "Audience",
        "Canal",
    ]
)
# Titles that name some people only, and the words by which a query says that it is about them.
AUDIENCES = [
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in [
        (
            r"fonction publique|fonctionnaire|agents? (du )?publics?|contractuel",
            "fonctionnaire fonction publique agent public contractuel titulaire",
        ),
        (
            r"particulier employeur|assistante? maternelle|salariée? à domicile|garde d.enfant",
            "particulier employeur assistante maternelle nounou domicile garde ménage cesu pajemploi",
        ),
        (r"militaire|gendarme|réserviste", "militaire armée gendarme soldat réserve réserviste"),
        (r"intérim|saisonnier", "intérim intérimaire saisonnier saison mission"),
        (r"apprenti|stagiaire|\bstages?\b", "apprenti apprentissage alternance stage stagiaire"),
    ]
]
# No text of the feed holds it.
BREAK = "\x1e"
CHAPTERS = frozenset(["Chapitre", "SousChapitre", "Situation", "BlocCas", "Cas", "ASavoir", "ANoter", "Attention"])


def public_sheets() -> QuerySet:
    return _whole(OfficialSheet.objects.public().for_reading())


def public_services() -> QuerySet:
    return _whole(OfficialSheet.objects.public().resources())


def _whole(sheets: QuerySet) -> QuerySet:
    return sheets.select_related("dossier__parent").prefetch_related("dossier__other_headings").defer(None)


def to_document(sheet: OfficialSheet) -> Document:
    root = parse_xml(sheet.xml)
    dossier = sheet.dossier
    return Document(
        title=sheet.title,
        url_path=sheet.get_absolute_url(),
        summary=sheet.description,
        chapters=" ".join([*chapter_titles(root), *sheet.cited_as.splitlines()]),
        cites=sorted({f"{_kind_of(target)}:{target}" for target, _words in citations(root)}),
        cited_by=sheet.cited_by,
        audience_words=audience_words(sheet.title),
        body="\n".join(passages(root)),
        extra_words=" ".join(
            [
                sheet.group_title,
                dossier.title if dossier else "",
                dossier.parent.title if dossier and dossier.parent else "",
            ]
        ),
        heading_keys=sheet.heading_keys,
        audience_keys=publics_named(sheet.title),
        updated_on=sheet.published_on,
    )


def audience_words(title: str) -> str:
    """How readers name the people whom a sheet is for, when its title says that it is not for everyone."""
    return " ".join(words for pattern, words in AUDIENCES if pattern.search(title))


def chapter_titles(root: etree._Element) -> Iterator[str]:
    for title in root.iter("Titre"):
        parent = title.getparent()
        if parent is not None and parent.tag in CHAPTERS:
            yield " ".join("".join(title.itertext()).split())


def passages(root: etree._Element) -> Iterator[str]:
    """The text between the tags of blocks, each once, in order: a title, a paragraph, a cell of a table."""
    for part in root:
        if isinstance(part.tag, str) and part.tag not in ASIDE and not part.tag.startswith("{"):
            for passage in "".join(_with_breaks(part)).split(BREAK):
                if words := " ".join(passage.split()):
                    yield words


def _with_breaks(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    # "1<Exposant>er</Exposant>" is one word; two cells of a table are two passages.
    edge = "" if element.tag in INLINE else BREAK
    yield edge
    yield element.text or ""
    for child in element:
        yield from _with_breaks(child)
        yield child.tail or ""
    yield edge


def imported(*, created: Iterable[str], changed: Iterable[str], withdrawn: Iterable[str], **kwargs: Any) -> set[str]:
    return {*created, *changed, *withdrawn}


def sheets_of(dossier: Dossier) -> list[str]:
    return list(OfficialSheet.objects.filter(dossier=dossier).values_list("pk", flat=True))


def _kind_of(sheet_id: str) -> str:
    return SERVICE if sheet_id.startswith("R") else SHEET


SHARED: dict[str, Any] = {
    "model": OfficialSheet,
    "to_document": to_document,
    "parts": [(Dossier, sheets_of), (OtherHeading, lambda other: sheets_of(other.dossier))],
    "announced": [(sheets_imported, imported)],
}
sources.register(
    SearchSource(
        kind=SHEET,
        label=OfficialSheet._meta.verbose_name,
        plural=OfficialSheet._meta.verbose_name_plural,
        queryset=public_sheets,
        order=20,
        **SHARED,
    )
)
sources.register(
    SearchSource(
        kind=SERVICE,
        label=_("form or online service"),
        plural=_("forms and online services"),
        queryset=public_services,
        order=25,
        # What a form is for is read before it is filled in.
        weight=0.85,
        **SHARED,
    )
)
