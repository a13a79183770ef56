"""Elasticsearch: BM25 over weighted fields, all lookups in one request."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from elastic_transport import ApiResponseMeta
from elasticsearch import ApiError

from clairdroit.search.backends.base import BackendError, Candidate, Lookup, SearchBackend
from clairdroit.search.managers import SearchDocumentQuerySet
from clairdroit.search.mirror import server
from clairdroit.search.mirror.documents import alias_name
from clairdroit.search.models import SearchDocument
from clairdroit.search.structures import COLUMN_WEIGHTS, TERM_COLUMNS

# The status stands in every answer: one without hits would be left out, and the next taken for it.
ANSWERED = [
    "responses.status",
    "responses.error",
    "responses.hits.hits._score",
    "responses.hits.hits.fields",
]


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
        answer = server.reader().msearch(
            index=alias_name(), searches=[part for lookup in asked for part in _search(lookup)], filter_path=ANSWERED
        )
        pools = iter([_hits(response, answer.meta) for response in answer["responses"]])
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


def _hits(response: dict[str, Any], meta: ApiResponseMeta) -> list[tuple[str, float]]:
    if "error" in response:
        raise ApiError("One of several searches failed", meta=meta, body=response)
    return [(hit["fields"]["identity"][0], hit["_score"]) for hit in response.get("hits", {}).get("hits", [])]


def _asks(lookup: Lookup) -> bool:
    return bool(lookup.terms or lookup.prefixes)


# Plain dictionaries, as the server reads them: for a message of twenty words, objects of `elasticsearch.dsl` took
# longer to build than the server to answer.
Query = dict[str, Any]


def _search(lookup: Lookup) -> tuple[dict[str, Any], dict[str, Any]]:
    """Its line of options and its question."""
    sought = [_any_wording(lookup, term) for term in lookup.terms]
    sought += [{"prefix": {f"{lookup.shelf}.words": {"value": prefix}}} for prefix in lookup.prefixes]
    words = {"must": sought} if lookup.match_all else {"should": sought, "minimum_should_match": 1}
    question = {
        "query": {"bool": {"must": [{"bool": words}], "filter": list(_conditions(lookup))}},
        "sort": ["_score", "row"],
        "size": lookup.limit,
        "stored_fields": "_none_",
        "docvalue_fields": ["identity"],
        "track_total_hits": False,
    }
    # Half an answer (a shard that fails) is an error: the database gives a whole one.
    return {"allow_partial_search_results": False}, question


def _any_wording(lookup: Lookup, term: str) -> Query:
    """The term counts once however it is worded: by its best wording."""
    wordings = [_wording(lookup, phrase) for phrase in (term, *lookup.phrasings.get(term, ()))]
    return {"dis_max": {"queries": wordings}} if len(wordings) > 1 else wordings[0]


def _wording(lookup: Lookup, phrase: str) -> Query:
    """Only the shelf's own documents have its fields."""
    if " " not in phrase:
        return {"term": {f"{lookup.shelf}.words": phrase}}
    columns = zip(TERM_COLUMNS, COLUMN_WEIGHTS, strict=True)
    fields = [f"{lookup.shelf}.{column}^{weight}" for column, weight in columns]
    return {"multi_match": {"query": phrase, "fields": fields, "type": "phrase"}}


def _conditions(lookup: Lookup) -> Iterator[Query]:
    readable: list[Query] = [{"term": {"is_translated": False}}, {"term": {"language": lookup.language}}]
    yield {"bool": {"should": readable, "minimum_should_match": 1}}
    if lookup.kinds:
        yield {"terms": {"kind": list(lookup.kinds)}}
    if lookup.heading:
        yield {"term": {"heading_keys": lookup.heading}}
    if lookup.is_local:
        yield {"term": {"is_local": True}}
    if lookup.box:
        south, north, west, east = lookup.box
        yield {"range": {"latitude": {"gte": south, "lte": north}}}
        yield {"range": {"longitude": {"gte": west, "lte": east}}}
