"""The search goes on whatever happens to the search server."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from clairdroit.search.backends.base import Candidate, Lookup, SearchBackend
from clairdroit.search.backends.elasticsearch import ElasticsearchBackend
from clairdroit.search.managers import SearchDocumentQuerySet
from clairdroit.search.mirror import server

T = TypeVar("T")


class FailoverBackend(SearchBackend):
    """Elasticsearch, and the database whenever that does not do what it should."""

    def __init__(self, database: SearchBackend) -> None:
        super().__init__(database.using)
        self.database = database
        self.elasticsearch = ElasticsearchBackend(database.using)

    def candidates(self, lookups: Sequence[Lookup]) -> list[list[Candidate]]:
        return self._asked(lambda backend: backend.candidates(lookups))

    def documents(self, lookups: Sequence[Lookup]) -> SearchDocumentQuerySet:
        return self._asked(lambda backend: backend.documents(lookups))

    def _asked(self, ask: Callable[[SearchBackend], T]) -> T:
        if not server.breaker.allows():
            return ask(self.database)
        try:
            found = ask(self.elasticsearch)
        except server.ERRORS as error:
            server.breaker.failed(error)
            return ask(self.database)
        server.breaker.succeeded()
        return found
