"""Searching the words of encrypted rows: the newest are opened here, one after the other, and looked through.

The database cannot look into them, and an index of digests would tell which rows share a word to whoever holds a copy.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail_modeladmin.helpers import DjangoORMSearchHandler

# Rows, newest first, of what the filters leave: about a third of a second. Retention keeps a town below it.
SEARCHED = 5000


def holding(
    search_term: str, queryset: QuerySet[Any], fields: Iterable[str], read_along: Iterable[str] = ()
) -> QuerySet[Any]:
    """Rows with all the words, in any order and any field, whatever their accents and capitals; `read_along` names what
    the fields are made of, beside the row."""
    words = folded(search_term.replace("\x00", " ")).split()
    if not words:
        return queryset
    newest = queryset.order_by("-pk").prefetch_related(None).prefetch_related(*read_along)[:SEARCHED]
    return queryset.filter(pk__in=[row.pk for row in newest if _holds(row, fields, words)])


class WordSearch(DjangoORMSearchHandler):
    """The same, as modeladmin asks for it."""

    read_along: tuple[str, ...] = ()

    def search_queryset(
        self, queryset: QuerySet, search_term: str, preserve_order: bool = False, **kwargs: Any
    ) -> QuerySet:
        return holding(search_term, queryset, self.search_fields or (), self.read_along)


def folded(text: str) -> str:
    plain = "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    return plain.casefold().replace("’", "'")


def _holds(row: Model, fields: Iterable[str], words: Iterable[str]) -> bool:
    text = folded(" ".join(_words(getattr(row, name)) for name in fields))
    return all(word in text for word in words)


def _words(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)
