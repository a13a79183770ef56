"""What rendering one sheet knows beside its XML."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from lxml import etree

from clairdroit.comarquage.enums import SheetKind
from clairdroit.comarquage.rendering.conditions import PARAMETER, Answers
from clairdroit.comarquage.rendering.html import EMPTY, tag

if TYPE_CHECKING:
    from clairdroit.comarquage.rendering.partners import NearbyPartners

SHEET_ID = re.compile(r"[FNR]\d+")
DEEPEST_HEADING = 6


@dataclass
class Anchor:
    id: str
    title: str


@dataclass
class RenderContext:
    sheet_id: str
    source_url: str = ""
    kind: SheetKind = SheetKind.RESOURCE
    # Titles of the publications that have a page of ours, by id.
    titles: dict[str, str] = field(default_factory=dict)
    # Words of the conditions' variables.
    labels: dict[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    partners: NearbyPartners | None = None
    commune_code: str = ""
    # Title of each term that this sheet explains, and (short, long) of each abbreviation, by id.
    definitions: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Of the next heading: the page's own title is the h1.
    level: int = 2
    # False inside a link, a summary or a label: HTML allows no interactive element in another.
    links_allowed: bool = True
    is_folded: bool = False
    # Whether "Open the situation that is yours" stands on the page already.
    cases_explained: bool = False
    anchors: list[Anchor] = field(default_factory=list)
    # Glossary terms met in the text: from its explanation the reader finds the way back to the first.
    terms: set[str] = field(default_factory=set)
    # Two chapters of one title would share their anchor.
    used_ids: set[str] = field(default_factory=set)
    # How often each element was met that no renderer claims.
    unknown: Counter[str] = field(default_factory=Counter)

    def url(self, sheet_id: str, answers: Answers | None = None) -> str:
        """The address of our own page of a publication, with the reader's commune and answers kept."""
        query = {PARAMETER: str(answers)} if answers else {}
        if self.commune_code:
            query["commune"] = self.commune_code
        address = reverse("clairdroit_comarquage:sheet", args=[sheet_id])
        return f"{address}?{urlencode(query)}" if query else address

    def heading(self, title: SafeString, *, class_: str | None = None, id_: str | None = None) -> SafeString:
        if not title:
            return EMPTY
        if self.level > DEEPEST_HEADING:
            return tag("p", tag("strong", title), class_=class_, id_=id_)
        return tag(f"h{self.level}", title, class_=class_, id_=id_)

    @contextlib.contextmanager
    def deeper(self, *, when: bool = True) -> Iterator[None]:
        """Headings inside are one level lower, so that their order is never broken."""
        self.level += int(when)
        try:
            yield
        finally:
            self.level -= int(when)

    @contextlib.contextmanager
    def folded(self, *, when: bool = True) -> Iterator[None]:
        """Inside a disclosure that is closed at first: who does not open it has not seen it."""
        before, self.is_folded = self.is_folded, self.is_folded or when
        try:
            yield
        finally:
            self.is_folded = before

    @contextlib.contextmanager
    def without_links(self) -> Iterator[None]:
        """Inside something that is itself a control, such as a disclosure's summary."""
        before, self.links_allowed = self.links_allowed, False
        try:
            yield
        finally:
            self.links_allowed = before

    def unique_id(self, title: str) -> str:
        """Never one of the page around the sheet (`contenu`, `source`, a section's): none of those begins so."""
        base = f"partie-{slugify(title)[:60]}".rstrip("-")
        number, candidate = 1, base
        while candidate in self.used_ids:
            number += 1
            candidate = f"{base}-{number}"
        self.used_ids.add(candidate)
        return candidate


def linked_ids(root: etree._Element) -> set[str]:
    """Every publication that this one points at, by whatever element or attribute."""
    found = {
        element.get("LienPublication") or element.get("LienID") or element.get("ID") or ""
        for element in root.iter(etree.Element)
    }
    return {sheet_id for sheet_id in found if SHEET_ID.fullmatch(sheet_id)} - {root.get("ID", "")}


def pivots_in(root: etree._Element) -> set[str]:
    return {pivot for element in root.iter("PivotLocal") if (pivot := (element.text or "").strip())}
