"""What other apps may call of the search, from their `search_documents.py`. All else here is the search's own.

Two halves: what they *offer* (to the registries, and the shapes that these take), and what they *ask* (`find`, `show`,
`of_kind`, `telling_words`, `says_as_much_as`). The search calls nobody by name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from clairdroit.search import analysis, highlighting
from clairdroit.search.addresses import localized, with_place
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument
from clairdroit.search.query import search
from clairdroit.search.ranking import distance_km
from clairdroit.search.registry import (
    Document,
    HeadingLink,
    Meaning,
    Place,
    SearchSource,
    SynonymSource,
    audience_labels,
    counting_guards,
    heading_providers,
    place_of,
    place_providers,
    sources,
    synonym_forms,
    synonym_sources,
    writers,
)
from clairdroit.search.request import SearchRequest
from clairdroit.search.stop_words import FILLER_WORDS

__all__ = [
    "Answer",
    "Document",
    "Found",
    "HeadingLink",
    "Hit",
    "Meaning",
    "Place",
    "SearchSource",
    "Shelf",
    "SynonymSource",
    "audience_labels",
    "counting_guards",
    "find",
    "heading_providers",
    "of_kind",
    "place_of",
    "place_providers",
    "says_as_much_as",
    "show",
    "sources",
    "synonym_forms",
    "synonym_sources",
    "telling_words",
    "writers",
]


@dataclass(frozen=True)
class Hit:
    """One document that was found, and what decides its place; nothing of it is read for showing yet."""

    pk: int
    shelf: Shelf
    score: float
    heading_keys: tuple[str, ...]
    area_codes: frozenset[str]
    # None when the reader's place or the document's is unknown.
    distance_km: float | None


@dataclass(frozen=True)
class Answer:
    """Best first. `terms` are what the query was taken for: `show` marks them in the excerpts."""

    hits: Sequence[Hit]
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """A document as it is shown. `url` has no commune, for mails and quotations; `url_here` has the reader's."""

    kind: str
    kind_label: str
    object_key: str
    shelf: Shelf
    title: str
    url: str
    url_here: str
    # Escaped, with the words that matched in a <mark>.
    excerpt: SafeString
    place: str
    distance_km: float | None
    language: str
    heading_keys: tuple[str, ...]
    updated_on: datetime.date | None
    verified_on: datetime.date | None
    verified_by: str
    is_stale: bool


def find(text: str, *, language: str, place: Place | None = None, on: datetime.date | None = None) -> Answer:
    """As the results' page does: two queries, whatever is found. `on` is the day that tells what is over."""
    results = search(SearchRequest(text, language=language, place=place, on=on))
    hits = [
        Hit(
            pk=item.document.pk,
            shelf=Shelf(item.document.shelf),
            score=item.score,
            heading_keys=tuple(item.document.heading_keys.split()),
            area_codes=frozenset(item.document.area_codes.split()),
            distance_km=item.distance_km,
        )
        for item in results.ranked
    ]
    return Answer(hits, results.terms)


def show(answer: Answer, hits: Iterable[Hit], *, place: Place | None = None) -> list[Found]:
    """These of an answer's hits, in one query. One may be missing: a rebuild has replaced it since."""
    wanted = [hit.pk for hit in hits]
    rows = SearchDocument.objects.filter(pk__in=wanted).in_bulk()
    return [_found(rows[pk], answer.terms, place) for pk in wanted if pk in rows]


def of_kind(kind: str, keys: Iterable[str], answer: Answer, *, place: Place | None = None) -> list[Found]:
    """Documents that were not found but are known by their keys, shown like those of the answer."""
    return [_found(row, answer.terms, place) for row in SearchDocument.objects.live().of(kind, list(keys))]


def telling_words(text: str) -> list[str]:
    """Stems of the words as they come, without the words of politeness that all messages share."""
    words = analysis.words(analysis.prepare(text))
    return [word.term for word in words if word.term and word.folded not in FILLER_WORDS]


def says_as_much_as(text: str, words: int) -> bool:
    """Whether a query holds so many different words that tell something."""
    return len({word.term for word in analysis.query_words(text) if word.folded not in FILLER_WORDS}) >= words


def _found(row: SearchDocument, terms: frozenset[str], place: Place | None) -> Found:
    source = sources.get(row.kind)
    url = localized(row.url_path, is_translated=row.is_translated)
    return Found(
        kind=row.kind,
        kind_label=capfirst(str(source.label)) if source else "",
        object_key=row.object_key,
        shelf=Shelf(row.shelf),
        title=row.title,
        url=url,
        url_here=with_place(url, place),
        excerpt=highlighting.excerpt(row, terms),
        place=row.place,
        distance_km=distance_km(row, place),
        language=row.language,
        heading_keys=tuple(row.heading_keys.split()),
        updated_on=row.updated_on,
        verified_on=row.verified_on,
        verified_by=row.verified_by,
        is_stale=row.is_stale,
    )
