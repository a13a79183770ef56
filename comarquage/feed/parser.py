"""One file of the feed: parsed without entities or network, and read for what the site stores about it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from clairdroit.comarquage.elements import DUBLIN_CORE_NAMESPACE, INLINE, KNOWN, ROOTS, local_name
from clairdroit.comarquage.enums import SheetKind
from clairdroit.comarquage.feed.conditions import AnswerLabel, answer_labels
from clairdroit.comarquage.feed.errors import PublicationRejected

# Part of each checksum: raising it makes the next import read every file again.
PARSER_VERSION = "1"

KINDS = {
    "Fiche d'information": SheetKind.INFORMATION,
    "Fiche Question-réponse": SheetKind.QUESTION,
    "Fiche Comment faire si": SheetKind.HOW_TO,
    "Recherche guidée": SheetKind.GUIDED_SEARCH,
    "Fiche avec liens externes": SheetKind.LINKS,
    "Dossier": SheetKind.DOSSIER,
    "Theme": SheetKind.THEME,
    "Téléservice": SheetKind.ONLINE_SERVICE,
    "Formulaire": SheetKind.FORM,
    "Modèle de document": SheetKind.LETTER,
    "Simulateur": SheetKind.SIMULATOR,
    "Outil de recherche": SheetKind.DIRECTORY,
}
# Variants of a type that are shown alike.
KIND_SUFFIXES = re.compile(r"( conditionnée| - simulateur| personnalisé sur SP)$")
# A type that was added to the feed later is shown as what its identifier's letter says.
KIND_BY_LETTER = {"F": SheetKind.INFORMATION, "N": SheetKind.DOSSIER, "R": SheetKind.RESOURCE}
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
# The folder before the schema's own file: "../Schemas/3.3/Publication.xsd".
VERSION_IN_LOCATION = re.compile(r"/(\d{1,3}\.\d{1,3})/[^/]+$")
# What does not look like an identifier is none: a column of the database would not hold just anything.
IDENTIFIER = re.compile(r"[FNR]\d{1,18}(-\w{1,8})?")


@dataclass
class Child:
    """An entry of a theme's or dossier's table of contents."""

    sheet_id: str
    title: str
    group: str = ""


@dataclass
class Publication:
    sheet_id: str
    kind: SheetKind
    feed_type: str
    version: str
    title: str
    description: str
    audience: str
    published_on: dt.date | None
    source_url: str
    dossier_id: str
    dossier_title: str
    group_title: str
    unknown: Counter[str]
    subthemes: list[Child] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    labels: list[AnswerLabel] = field(default_factory=list)


def parse_xml(content: bytes) -> etree._Element:
    """The root element; raises PublicationRejected when the file is not safe, well-formed XML of the feed."""
    root = parse_safely(content)
    if local_name(root.tag) not in ROOTS:
        raise PublicationRejected(_("its root element is %(name)s") % {"name": root.tag})
    return root


def parse_safely(content: bytes) -> etree._Element:
    """Without entities, network, comments or processing instructions, nor deeper than libxml2 allows (256)."""
    # `huge_tree` stays off: it would lift the limits of depth and of text.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise PublicationRejected(str(error)) from error
    if root.getroottree().docinfo.doctype:
        # The feed has no document type: whoever adds one wants entities expanded or files fetched.
        raise PublicationRejected(_("it declares a document type"))
    return root


def schema_version(root: etree._Element) -> str:
    """ "3.3" for `../Schemas/3.3/Publication.xsd`; "" for a file that does not say."""
    found = VERSION_IN_LOCATION.search(root.get(SCHEMA_LOCATION, ""))
    return found[1] if found else ""


def read_publication(sheet_id: str, content: bytes) -> Publication:
    """What the site stores of one file, which `sheet_id` names; raises PublicationRejected, with the reason in the
    words of the import's report. Elements by the names of the feed's own schema (Publication.xsd)."""
    if not content:
        raise PublicationRejected(_("it is empty or larger than 20 MB"))
    root = parse_xml(content)
    # The name of the file decides the address of the page: one that says something else is a mistake of packing.
    if root.get("ID") != sheet_id:
        raise PublicationRejected(_("it carries the identifier %(id)s") % {"id": root.get("ID")})
    title = dublin_core(root, "title")
    if not title:
        raise PublicationRejected(_("it has no title"))
    feed_type = root.get("type", "")
    dossier = root.find("DossierPere")
    return Publication(
        sheet_id=sheet_id,
        kind=kind_of(feed_type, sheet_id),
        feed_type=feed_type[:80],
        version=schema_version(root),
        title=title[:500],
        description=without_carets(dublin_core(root, "description")),
        audience=", ".join(words(element) for element in root.findall("Audience"))[:60],
        published_on=date_of(dublin_core(root, "date")),
        source_url=root.get("spUrl", "") if is_web_address(root.get("spUrl", "")) else "",
        dossier_id=identifier(dossier),
        dossier_title=words(dossier.find("Titre")) if dossier is not None else "",
        group_title=words(root.find("SousDossierPere"))[:255],
        # Counted before rendering, so that the import's report names them without a reader having met them.
        unknown=unknown_elements(root),
        subthemes=[Child(identifier(element), words(element.find("Titre"))) for element in root.findall("SousTheme")],
        children=list_children(root),
        questions=[identifier(element) for element in root.findall("QuestionReponse")],
        labels=answer_labels(root),
    )


def kind_of(feed_type: str, sheet_id: str) -> SheetKind:
    return KINDS.get(KIND_SUFFIXES.sub("", feed_type)) or KIND_BY_LETTER.get(sheet_id[0], SheetKind.RESOURCE)


def words(element: etree._Element | None) -> str:
    """The element's text with single spaces: blocks are set apart, inline elements are not ("1er")."""
    if element is None:
        return ""
    pieces: list[str] = []
    collect_text(element, pieces)
    return " ".join("".join(pieces).split())


def collect_text(element: etree._Element, pieces: list[str]) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        if isinstance(child.tag, str):
            collect_text(child, pieces)
            if child.tag not in INLINE:
                pieces.append(" ")
        if child.tail:
            pieces.append(child.tail)


def identifier(element: etree._Element | None) -> str:
    """The element's ID; "" without one that can be an identifier."""
    found = "" if element is None else element.get("ID", "").strip()
    return found if IDENTIFIER.fullmatch(found) and len(found) <= 20 else ""


def dublin_core(root: etree._Element, name: str) -> str:
    return words(root.find(f"{{{DUBLIN_CORE_NAMESPACE}}}{name}"))


def without_carets(text: str) -> str:
    """`dc:description` is plain text and writes superscripts so: "le 1^er janvier", "M^me"."""
    return re.sub(r"(?<=\w)\^(?=\w)", "", text)


def date_of(text: str) -> dt.date | None:
    """`dc:date` is the text "modified 2020-11-12"."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", text)
    try:
        return dt.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def is_web_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and len(value) <= 500


def unknown_elements(root: etree._Element) -> Counter[str]:
    return Counter(name for element in root.iter(etree.Element) if (name := local_name(element.tag)) not in KNOWN)


def list_children(root: etree._Element) -> list[Child]:
    """What a theme lists (dossiers by sub-theme) or a dossier (sheets by group), in the feed's order."""
    found = []
    for element in root:
        if element.tag in ("SousTheme", "SousDossier"):
            # A sub-theme is a level of the tree, hence its identifier; a sub-dossier is only a heading among sheets.
            group = identifier(element) if element.tag == "SousTheme" else words(element.find("Titre"))
            found += [
                Child(identifier(child), words(child), group) for child in element if child.tag in ("Fiche", "Dossier")
            ]
        elif element.tag in ("Fiche", "Dossier"):
            found.append(Child(identifier(element), words(element)))
    return found
