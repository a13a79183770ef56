"""Wagtail's own search in the database, given plain words only.

    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "clairdroit.search.wagtail_database_backend"}}

Wagtail's SQLite backend writes what a person typed between quotation marks into the query that FTS5 parses, and doubles
none: a lone `"` ends in an error page. It also nests one expression in the next for each word, so that a long text
copied into a search box is deeper than Python goes.

Filters of the list that is searched are the database's own work here. Wagtail refuses all that an index on a server
does not know (an image's tag, a related model's field, an order by an expression), and ends in an error page too.
"""

from collections.abc import Iterator
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend, BaseSearchQueryCompiler, BaseSearchResults, EmptySearchResults
from modelsearch.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

NO_WORD = str.maketrans({'"': " ", "\0": " "})
MOST_WORDS = 50


class PlainWords(BaseSearchBackend):
    """Every search and every autocompletion of Wagtail's passes through `_search`."""

    def _search(
        self, query_compiler_class: type, query: str | SearchQuery, model_or_queryset: Any, **kwargs: Any
    ) -> BaseSearchResults:
        words = plain_words(query) if isinstance(query, str) else plain_query(query)
        if not words:
            return EmptySearchResults()
        return super()._search(query_compiler_class, words, model_or_queryset, **kwargs)


def plain_words(text: str) -> str:
    return " ".join(text.translate(NO_WORD).split()[:MOST_WORDS])


def plain_query(query: SearchQuery) -> SearchQuery | None:
    """None where nothing is left to look for: the backends combine no empty part with another."""
    if isinstance(query, And | Or):
        parts = [part for part in map(plain_query, query.subqueries) if part is not None]
        return type(query)(parts) if parts else None
    if isinstance(query, Not | Boost):
        part = plain_query(query.subquery)
        if part is None:
            return None
        return Boost(part, query.boost) if isinstance(query, Boost) else Not(part)
    if not isinstance(query, PlainText | Phrase | Fuzzy):
        return query
    words = plain_words(query.query_string)
    if not words:
        return None
    if isinstance(query, PlainText):
        return PlainText(words, operator=query.operator, boost=query.boost)
    return Phrase(words) if isinstance(query, Phrase) else Fuzzy(words, query.operator, query.unaccent)


class FilteredByDatabase(BaseSearchQueryCompiler):
    """Knows no filter and no order that it could not follow: both stay in the queryset."""

    def _get_filters_from_queryset(self, check_only: bool = False) -> None:
        return None

    def _get_order_by(self) -> Iterator[tuple[bool, Any]]:
        return iter(())


def _filtered(compiler: type[BaseSearchQueryCompiler]) -> type[BaseSearchQueryCompiler]:
    return type(f"Filtered{compiler.__name__}", (FilteredByDatabase, compiler), {})


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """The one that Wagtail would take for this database."""
    backend = type(database.SearchBackend(params.copy()))
    compilers = {
        name: _filtered(getattr(backend, name))
        for name in ("query_compiler_class", "autocomplete_query_compiler_class")
    }
    plain: type[BaseSearchBackend] = type(f"Plain{backend.__name__}", (PlainWords, backend), compilers)
    return plain(params)
