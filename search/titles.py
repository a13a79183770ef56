"""The table of titles behind the suggestions, kept from the index: what is found is what is suggested."""

from collections.abc import Collection
from typing import Any

from clairdroit.search import analysis, registry
from clairdroit.search.models import SearchDocument, SuggestedTitle

BATCH = 1000
MAX_WORDS_LENGTH = 300
# Within a kind's own place in the order (`SearchSource.order`).
NATIONAL_LATER = 3
STALE_LATER = 20
COPIED = (
    "title",
    "place",
    "url_path",
    "language",
    "is_translated",
    "happens_on",
    "latitude",
    "longitude",
    "heading_keys",
)


def follow_index(kind: str, keys: Collection[str] | None = None) -> None:
    """Makes the titles of a kind (or of its `keys` alone) those of the live documents; writes only what differs."""
    documents = SearchDocument.objects.live().filter(kind=kind)
    present = SuggestedTitle.objects.filter(kind=kind)
    if keys is not None:
        documents, present = documents.filter(object_key__in=keys), present.filter(object_key__in=keys)
    wanted = {title.object_key: title for title in map(_title, documents.only(*READ).iterator())}
    unchanged, gone = set(), []
    for title in present.iterator():
        if title.object_key in wanted and _values(wanted[title.object_key]) == _values(title):
            unchanged.add(title.object_key)
        else:
            gone.append(title.pk)
    for start in range(0, len(gone), BATCH):
        SuggestedTitle.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    new = [title for key, title in wanted.items() if key not in unchanged]
    SuggestedTitle.objects.bulk_create(new, batch_size=BATCH)


READ = (*COPIED, "kind", "object_key", "is_local", "is_stale", "untranslated")


def _title(document: SearchDocument) -> SuggestedTitle:
    source = registry.sources.get(document.kind)
    rank = (source.order if source else 0) + NATIONAL_LATER * (not document.is_local) + STALE_LATER * document.is_stale
    return SuggestedTitle(
        kind=document.kind,
        object_key=document.object_key,
        rank=max(0, min(rank, 32_000)),
        words=words_of(f"{document.title} {document.place}"),
        title_language=document.language_of(document.title),
        **{name: getattr(document, name) for name in COPIED},
    )


def _values(title: SuggestedTitle) -> list[Any]:
    return [title.rank, title.words, title.title_language, *(getattr(title, name) for name in COPIED)]


def words_of(text: str) -> str:
    """Its words without accents, each after a space, so that `contains` finds the beginning of a word."""
    folded = (word.folded for word in analysis.words(analysis.prepare(text)))
    return "".join(f" {word}" for word in folded)[:MAX_WORDS_LENGTH]
