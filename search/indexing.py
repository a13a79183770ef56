"""Keeps the index as the sources' querysets are. Whatever happened to an object, `refresh` puts it right."""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from clairdroit.search import analysis, titles
from clairdroit.search.backends import database_backend
from clairdroit.search.mirror import is_configured
from clairdroit.search.models import MirrorChange, SearchDocument, SearchTerm
from clairdroit.search.registry import Document, SearchSource

logger = logging.getLogger(__name__)

BATCH = 500
BREAKING_SPACE = re.compile(r"(?:\x00|[^\S\u00a0\u202f])+")
MAX_TERM_LENGTH = 60


def build_row(source: SearchSource, item: Any, *, is_live: bool = True) -> SearchDocument | None:
    """The unsaved row of `item`; None when the source does not want it found."""
    # Addresses in the site's first language, whatever the language of the person who publishes.
    with translation.override(settings.LANGUAGE_CODE):
        document = source.to_document(item)
    if document is None:
        return None
    return SearchDocument(
        kind=source.kind,
        object_key=str(item.pk),
        shelf=source.shelf,
        is_live=is_live,
        title=_clean(document.title)[:500],
        summary=_clean(document.summary),
        body="\n".join(line for line in map(_clean, document.body.splitlines()) if line),
        url_path=document.url_path,
        heading_keys=_codes(document.heading_keys),
        audience_keys=_codes(document.audience_keys),
        area_codes=_codes(document.area_codes),
        cites=" ".join(document.cites),
        terms_audience=analysis.analysed(document.audience_words)[:200],
        place=_clean(document.place)[:300],
        verified_by=_clean(document.verified_by)[:200],
        untranslated=_untranslated(document),
        **{name: getattr(document, name) for name in COPIED},
        **_terms(document),
    )


COPIED = (
    "language",
    "is_translated",
    "is_local",
    "is_stale",
    "updated_on",
    "verified_on",
    "happens_on",
    "cited_by",
    "latitude",
    "longitude",
)


def _terms(document: Document) -> dict[str, str]:
    return {
        "terms_title": analysis.analysed(document.title),
        "terms_summary": analysis.analysed(f"{document.summary} {document.extra_words}"),
        "terms_chapters": analysis.analysed(document.chapters),
        "terms_body": analysis.analysed(f"{document.body} {document.place}"),
    }


def _untranslated(document: Document) -> dict[str, Any] | None:
    texts = [text for text in map(_clean, document.other_texts) if text]
    return {"language": document.other_language, "texts": texts} if texts else None


def _clean(text: str) -> str:
    """On one line, without the NUL that PostgreSQL refuses, and with French's no-break spaces as they are."""
    return BREAKING_SPACE.sub(" ", str(text)).strip()


def _codes(codes: Iterable[str]) -> str:
    joined = " ".join(codes)
    return f" {joined} " if joined else ""


def refresh(source: SearchSource, keys: Collection[str]) -> None:
    """Makes the index hold exactly those of `keys` that the source's queryset holds now."""
    keys = {str(key) for key in keys}
    found = source.queryset().filter(pk__in=keys)
    rows = [row for row in (build_row(source, item) for item in found) if row]
    with transaction.atomic():
        gone = list(SearchDocument.objects.live().of(source.kind, keys).defer("body"))
        # Also those staged by a rebuild under way, which would bring back what is gone; see `_swap` for the others.
        SearchDocument.objects.of(source.kind, keys).delete()
        SearchDocument.objects.bulk_create(rows)
        _count_change(source.shelf, gone, rows)
        titles.follow_index(source.kind, keys)
        if is_configured():
            MirrorChange.objects.note(source.kind, keys)


def no_longer_public(source: SearchSource, keys: Collection[str]) -> set[str]:
    """Those of `keys` that the source's queryset does not hold now."""
    asked, gone = sorted(keys), set(keys)
    for start in range(0, len(asked), BATCH):
        found = source.queryset().filter(pk__in=asked[start : start + BATCH])
        gone -= {str(pk) for pk in found.values_list("pk", flat=True)}
    return gone


def rebuild(source: SearchSource, *, progress: Callable[[int], None] | None = None) -> int:
    """Builds all rows of a kind beside the live ones, then swaps: at every instant readers find the one or the other.

    Texts are analysed before the last transaction, which only moves rows.
    """
    database_backend().mend()
    started_at = timezone.now()
    SearchDocument.objects.staged().filter(kind=source.kind).delete()
    done = 0
    for batch in _batches(source):
        rows = [row for row in (build_row(source, item, is_live=False) for item in batch) if row]
        with transaction.atomic():
            SearchDocument.objects.bulk_create(rows)
        done += len(rows)
        if progress:
            progress(done)
    with transaction.atomic():
        _swap(source, started_at)
        titles.follow_index(source.kind)
    return SearchDocument.objects.live().filter(kind=source.kind).count()


def _swap(source: SearchSource, started_at: Any) -> None:
    if is_configured():
        MirrorChange.objects.note_kind(source.kind)
    live = SearchDocument.objects.live().filter(kind=source.kind)
    # Refreshed while the rebuild was running: the live row is the newer one.
    newer = list(live.filter(indexed_at__gte=started_at).values_list("object_key", flat=True))
    staged = SearchDocument.objects.staged().filter(kind=source.kind)
    staged.filter(object_key__in=newer).delete()
    live.filter(indexed_at__lt=started_at).delete()
    staged.update(is_live=True)


def _batches(source: SearchSource) -> Iterator[list[Any]]:
    """The source's items, each batch read to its end before the next write.

    SQLite refuses at once, whatever its timeout, to write from a connection whose open SELECT is older than another
    process's last commit.
    """
    keys = list(source.queryset().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield list(source.queryset().filter(pk__in=keys[start : start + BATCH]))


def _count_change(shelf: str, gone: Iterable[SearchDocument], come: Iterable[SearchDocument]) -> None:
    """Keeps the counts of terms right for a few documents, so that a new article's words are known at once."""
    changes: Counter[str] = Counter()
    words: dict[str, str] = {}
    for documents, step in ((gone, -1), (come, 1)):
        for document in documents:
            changes.update(dict.fromkeys(_terms_of(document), step))
            words.update(_spellings(f"{document.title} {document.summary}"))
    changes = Counter({term: step for term, step in changes.items() if step and len(term) <= MAX_TERM_LENGTH})
    known = {row.term: row for row in SearchTerm.objects.filter(shelf=shelf, term__in=list(changes))}
    rows = []
    for term, step in changes.items():
        row = known.get(term)
        word = (row.word if row else "") or words.get(term, "")[:MAX_TERM_LENGTH]
        count = max(0, (row.documents if row else 0) + step)
        rows.append(SearchTerm(shelf=shelf, term=term, documents=count, word=word, length=len(term)))
    SearchTerm.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["shelf", "term"],
        update_fields=["documents", "word"],
    )
    SearchTerm.objects.filter(shelf=shelf, documents=0).delete()


def _terms_of(document: SearchDocument) -> set[str]:
    """Its terms, and the empty one, under which the documents themselves are counted."""
    columns = (document.terms_title, document.terms_summary, document.terms_chapters, document.terms_body)
    return {"", *(term for column in columns for term in column.split())}


def _spellings(text: str) -> Iterator[tuple[str, str]]:
    prepared = analysis.prepare(text)
    for word in analysis.words(prepared):
        if word.term:
            yield word.term, prepared[word.start : word.end]


def count_terms() -> int:
    """Counts anew in how many documents each term stands, and which word people read for it."""
    rows = []
    frequencies: dict[str, Counter[str]] = defaultdict(Counter)
    spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    wholes: Counter[str] = Counter()
    documents = SearchDocument.objects.live().values_list(
        "shelf", "title", "summary", "terms_title", "terms_summary", "terms_chapters", "terms_body"
    )
    for shelf, title, summary, *columns in documents.iterator(chunk_size=BATCH):
        wholes[shelf] += 1
        frequencies[shelf].update({term for column in columns for term in column.split()})
        for term, word in _spellings(f"{title} {summary}"):
            spellings[shelf, term][word] += 1
    for shelf, terms in frequencies.items():
        rows.append(SearchTerm(shelf=shelf, term="", documents=wholes[shelf], word="", length=0))
        for term, count in terms.items():
            seen = spellings.get((shelf, term))
            word = seen.most_common(1)[0][0] if seen else ""
            if len(term) <= MAX_TERM_LENGTH:
                rows.append(
                    SearchTerm(shelf=shelf, term=term, documents=count, word=word[:MAX_TERM_LENGTH], length=len(term))
                )
    with transaction.atomic():
        SearchTerm.objects.all().delete()
        SearchTerm.objects.bulk_create(rows, batch_size=2000)
    database_backend().after_rebuild()
    return len(rows)
