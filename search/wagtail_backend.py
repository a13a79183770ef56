"""Wagtail's own search (the admin's pages, snippets, images, choosers) on Elasticsearch, or on the database.

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "clairdroit.search.wagtail_backend", "FALLBACK": "database"},
        "database": {"BACKEND": "clairdroit.search.wagtail_database_backend"},
    }

Wagtail keeps both up to date. Its Elasticsearch backend alone would answer an outage with an error page.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from modelsearch.backends import elasticsearch8, get_search_backend
from modelsearch.backends.base import BaseSearchResults, FilterError, FilterFieldError, OrderByFieldError
from modelsearch.query import SearchQuery

from clairdroit.search.mirror import server
from clairdroit.search.wagtail_database_backend import PlainWords

T = TypeVar("T")
# What the index does not hold, or a comparison that its server does not make.
UNKNOWN_TO_INDEX = (FilterError, FilterFieldError, OrderByFieldError)
breaker = server.CircuitBreaker("the admin’s search")


class FailoverResults(elasticsearch8.Elasticsearch8SearchResults):
    def _do_search(self) -> Iterable[Any]:
        return self._asked(lambda: list(super(FailoverResults, self)._do_search()), list)

    def _do_count(self) -> int:
        return self._asked(super()._do_count, lambda found: found.count())

    def facet(self, field_name: str) -> Any:
        return self._asked(
            lambda: super(FailoverResults, self).facet(field_name), lambda found: found.facet(field_name)
        )

    def _asked(self, ask: Callable[[], T], ask_database: Callable[[BaseSearchResults], T]) -> T:
        if breaker.allows():
            try:
                answer = ask()
            except UNKNOWN_TO_INDEX:
                return ask_database(self._from_database())
            except server.ERRORS as error:
                breaker.failed(error)
            else:
                breaker.succeeded()
                return answer
        return ask_database(self._from_database())

    def _from_database(self) -> BaseSearchResults:
        compiler, database = self.query_compiler, self.backend.fallback
        is_autocomplete = isinstance(compiler, self.backend.autocomplete_query_compiler_class)
        found = (database.autocomplete if is_autocomplete else database.search)(
            compiler.query, compiler.queryset, fields=compiler.fields, order_by_relevance=compiler.order_by_relevance
        )
        if self._score_field:
            found = found.annotate_score(self._score_field)
        return found[self.start : self.stop]


class ExistingIndex(elasticsearch8.Elasticsearch8Index):
    """Elasticsearch would make an index of guessed fields for the first object, before `wagtail_update_index` ran."""

    def add_item(self, item: Any) -> None:
        if self.es.indices.exists(index=self.name):
            super().add_item(item)


class FailoverSearchBackend(PlainWords, elasticsearch8.Elasticsearch8SearchBackend):
    results_class = FailoverResults
    index_class = ExistingIndex

    def __init__(self, params: dict[str, Any]) -> None:
        self.fallback = get_search_backend(params.pop("FALLBACK"))
        here = {
            "URLS": [server.address()],
            "INDEX_PREFIX": f"{server.prefix()}_wagtail_",
            # Whoever edits waits once; whoever rebuilds sends a thousand objects in a request.
            "TIMEOUT": 5,
            "OPTIONS": {"max_retries": 0, "retry_on_timeout": False},
        }
        super().__init__(here | params)

    def _search(
        self, query_compiler_class: type, query: str | SearchQuery, model_or_queryset: Any, **kwargs: Any
    ) -> BaseSearchResults:
        try:
            return super()._search(query_compiler_class, query, model_or_queryset, **kwargs)
        except UNKNOWN_TO_INDEX:
            is_autocomplete = query_compiler_class is self.autocomplete_query_compiler_class
            search = self.fallback.autocomplete if is_autocomplete else self.fallback.search
            return search(query, model_or_queryset, **kwargs)


SearchBackend = FailoverSearchBackend
