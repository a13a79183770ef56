"""Elasticsearch: BM25 over four weighted fields, all lookups in one request."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from elasticsearch import dsl
from elasticsearch.dsl import query

from clairdroit.search.backends.base import BackendError, Candidate, Lookup, SearchBackend
from clairdroit.search.managers import SearchDocumentQuerySet
from clairdroit.search.mirror import server
from clairdroit.search.mirror.documents import alias_name
from clairdroit.search.models import SearchDocument
from clairdroit.search.structures import COLUMN_WEIGHTS, TERM_COLUMNS

# The status stands in every answer: one without hits would be left out, and the next taken for it.
ANSWERED = ["responses.status", "responses.error", "responses.hits.hits._id", "responses.hits.hits._score"]


class ElasticsearchBackend(SearchBackend):
    """Raises one of `server.ERRORS` when the server does not do what it should: see `FailoverBackend`."""

    def candidates(self, lookups: Sequence[Lookup]) -> list[list[Candidate]]:
        found = self.ask(lookups)
        rows = self.rows({identity for pool in found for identity, _ in pool})
        keys = {f"{kind}:{key}": pk for kind, key, pk in rows.values_list("kind", "object_key", "pk")}
        return [
            # What has left the rows, and not yet the server, is not found.
            [Candidate(keys[identity], score) for identity, score in pool if identity in keys]
            for pool in found
        ]

    def documents(self, lookups: Sequence[Lookup]) -> SearchDocumentQuerySet:
        return self.rows({identity for pool in self.ask(lookups) for identity, _ in pool})

    def ask(self, lookups: Sequence[Lookup]) -> list[list[tuple[str, float]]]:
        """For each lookup, the identities and scores of its documents, as the server knows them."""
        asked = [lookup for lookup in lookups if _asks(lookup)]
        if not asked:
            return [[] for _ in lookups]
        request = dsl.MultiSearch(using=server.reader(), index=alias_name()).params(filter_path=ANSWERED)
        for lookup in asked:
            request = request.add(_search(lookup))
        pools = iter([[(hit["_id"], hit["_score"]) for hit in _hits(response)] for response in request.execute()])
        return [next(pools) if _asks(lookup) else [] for lookup in lookups]

    def rows(self, identities: set[str]) -> SearchDocumentQuerySet:
        keys: dict[str, list[str]] = {}
        for identity in identities:
            kind, _, key = identity.partition(":")
            keys.setdefault(kind, []).append(key)
        documents = SearchDocument.objects.using(self.using).live()
        if not keys:
            return documents.none()
        return documents.filter(reduce(or_, (Q(kind=kind, object_key__in=of_kind) for kind, of_kind in keys.items())))


class LoneElasticsearchBackend(ElasticsearchBackend):
    """With no database behind it: whoever measures it is told why it did not answer."""

    def ask(self, lookups: Sequence[Lookup]) -> list[list[tuple[str, float]]]:
        try:
            return super().ask(lookups)
        except server.ERRORS as error:
            raise BackendError(server.trouble_of(error).sentence) from error


def _hits(response: dsl.Response) -> list[dict[str, Any]]:
    """As the server gave them: an object for each of a hundred would take longer than the search."""
    hits: list[dict[str, Any]] = response.to_dict().get("hits", {}).get("hits", [])
    return hits


def _asks(lookup: Lookup) -> bool:
    return bool(lookup.terms or lookup.prefixes)


def _search(lookup: Lookup) -> dsl.Search:
    sought = [*(_any_wording(lookup, term) for term in lookup.terms), *(_beginning(lookup, p) for p in lookup.prefixes)]
    words = query.Bool(must=sought) if lookup.match_all else query.Bool(should=sought, minimum_should_match=1)
    return (
        dsl.Search()
        .query(query.Bool(must=[words], filter=list(_conditions(lookup))))
        .sort("_score", "row")
        .extra(size=lookup.limit, _source=False, track_total_hits=False)
        # Half an answer (a shard that fails) is an error: the database gives a whole one.
        .params(allow_partial_search_results=False)
    )


def _fields(lookup: Lookup) -> list[str]:
    """Only the shelf's own documents have them."""
    return [f"{lookup.shelf}.{column}^{weight}" for column, weight in zip(TERM_COLUMNS, COLUMN_WEIGHTS, strict=True)]


def _any_wording(lookup: Lookup, term: str) -> query.Query:
    """The term counts once however it is worded: by its best wording."""
    fields = _fields(lookup)
    wordings: list[query.Query] = [query.CombinedFields(query=term, fields=fields)]
    for phrase in lookup.phrasings.get(term, ()):
        if " " in phrase:
            wordings.append(query.MultiMatch(query=phrase, fields=fields, type="phrase"))
        else:
            wordings.append(query.CombinedFields(query=phrase, fields=fields))
    return query.DisMax(queries=wordings) if len(wordings) > 1 else wordings[0]


def _beginning(lookup: Lookup, prefix: str) -> query.Query:
    columns = zip(TERM_COLUMNS, COLUMN_WEIGHTS, strict=True)
    return query.DisMax(
        queries=[
            query.Prefix(f"{lookup.shelf}.{column}", {"value": prefix, "boost": weight}) for column, weight in columns
        ]
    )


def _conditions(lookup: Lookup) -> Iterator[query.Query]:
    yield query.Term(is_translated=False) | query.Term(language=lookup.language)
    if lookup.kinds:
        yield query.Terms(kind=list(lookup.kinds))
    if lookup.heading:
        yield query.Term(heading_keys=lookup.heading)
    if lookup.is_local:
        yield query.Term(is_local=True)
    if lookup.box:
        south, north, west, east = lookup.box
        yield query.Range("latitude", {"gte": south, "lte": north})
        yield query.Range("longitude", {"gte": west, "lte": east})
