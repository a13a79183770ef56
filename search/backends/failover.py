"""The search goes on whatever happens to the search server."""

from collections.abc import Sequence

from clairdroit.search.backends.base import Candidate, Lookup, SearchBackend
from clairdroit.search.backends.elasticsearch import ElasticsearchBackend
from clairdroit.search.mirror import server


class FailoverBackend(SearchBackend):
    """Elasticsearch, and the database whenever that does not do what it should."""

    def __init__(self, database: SearchBackend) -> None:
        super().__init__(database.using)
        self.database = database
        self.elasticsearch = ElasticsearchBackend(database.using)

    def candidates(self, lookups: Sequence[Lookup]) -> list[list[Candidate]]:
        if not server.breaker.allows():
            return self.database.candidates(lookups)
        try:
            found = self.elasticsearch.candidates(lookups)
        except server.ERRORS as error:
            server.breaker.failed(error)
            return self.database.candidates(lookups)
        server.breaker.succeeded()
        return found
