"""The index's documents: the columns of `SearchDocument` that a lookup reads, words already analysed by our code."""

import hashlib
import json
from functools import cache
from typing import Any

from elasticsearch import dsl

from clairdroit.search.enums import Shelf
from clairdroit.search.mirror.server import prefix
from clairdroit.search.models import SearchDocument
from clairdroit.search.structures import COLUMN_WEIGHTS, TERM_COLUMNS


class Words(dsl.InnerDoc):
    """Terms as `analysis` made them: the server only splits at spaces.

    `words` is what all columns say, each term as often as its column weighs. One field of frequencies is BM25 over
    weighted columns (BM25F), and answers in about half the time of `combined_fields` over four.
    """

    words = dsl.Text(analyzer="whitespace", index_options="freqs")
    terms_title = dsl.Text(analyzer="whitespace")
    terms_summary = dsl.Text(analyzer="whitespace")
    terms_chapters = dsl.Text(analyzer="whitespace")
    terms_body = dsl.Text(analyzer="whitespace")


class MirroredDocument(dsl.Document):
    """`_id` is the object's kind and key, not its row: the row of an object that changes is another, and for as long
    as the server does not know it nobody would find the object."""

    # Fields of their own for each shelf: how rare a word is, the server counts by field.
    content = dsl.Object(Words)
    directory = dsl.Object(Words)
    kind = dsl.Keyword()
    language = dsl.Keyword()
    is_translated = dsl.Boolean()
    is_local = dsl.Boolean()
    heading_keys = dsl.Keyword()
    latitude = dsl.Double()
    longitude = dsl.Double()
    row = dsl.Long()
    # `_id` once more: it is read from the stored fields, and took half the time of a search. A keyword is a column.
    identity = dsl.Keyword(index=False)

    class Meta:
        dynamic = dsl.MetaField("strict")
        # What is shown comes from the database.
        _source = dsl.MetaField(enabled=False)

    class Index:
        # Shards and replicas are left to the operator's index template.
        # A change made while an index is being built is told to it too; a deletion must be remembered until the
        # builder has come by with its older copy.
        settings = {"gc_deletes": "1h", "refresh_interval": "1s"}


def identity(kind: str, object_key: str) -> str:
    return f"{kind}:{object_key}"


def document_of(row: SearchDocument) -> dict[str, Any]:
    return {
        str(Shelf(row.shelf)): {"words": weighted(row), **{name: getattr(row, name) for name in TERM_COLUMNS}},
        "heading_keys": row.heading_keys.split(),
        "identity": identity(row.kind, row.object_key),
        "row": row.pk,
        **{name: getattr(row, name) for name in COPIED},
    }


def weighted(row: SearchDocument) -> str:
    columns = zip(TERM_COLUMNS, COLUMN_WEIGHTS, strict=True)
    return " ".join(text for name, weight in columns if (text := getattr(row, name)) for _ in range(int(weight)))


COPIED = ("kind", "language", "is_translated", "is_local", "latitude", "longitude")


def index_body() -> dict[str, Any]:
    return MirroredDocument._index.to_dict()


def alias_name() -> str:
    """Under which the index is searched. An index made by code with other fields has another name, and is not asked."""
    return f"{prefix()}_search_{_fingerprint()}"


@cache
def _fingerprint() -> str:
    return hashlib.sha256(json.dumps(index_body(), sort_keys=True).encode()).hexdigest()[:8]
