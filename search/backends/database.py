"""What the two databases share: all lookups in one statement, and what is asked of a document besides its words."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from clairdroit.search.backends.base import Candidate, Lookup, SearchBackend
from clairdroit.search.managers import SearchDocumentQuerySet
from clairdroit.search.models import SearchDocument

TABLE = SearchDocument._meta.db_table


class DatabaseBackend(SearchBackend):
    """Finds candidates in the full-text index of a database itself."""

    def candidates(self, lookups: Sequence[Lookup]) -> list[list[Candidate]]:
        found: list[list[Candidate]] = [[] for _ in lookups]
        sql, parameters = self.statements(lookups)
        if not sql:
            return found
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, parameters)
            for number, document_id, score in cursor.fetchall():
                found[number].append(Candidate(document_id, score))
        return [sorted(pool, key=lambda candidate: (-candidate.score, candidate.document_id)) for pool in found]

    def documents(self, lookups: Sequence[Lookup]) -> SearchDocumentQuerySet:
        documents = SearchDocument.objects.using(self.using).live()
        sql, parameters = self.statements(lookups)
        if not sql:
            return documents.none()
        # Written for Django, so that the caller's filters and columns join the same query.
        found = RawSQL(f"{TABLE}.id IN (SELECT id FROM ({sql}) AS found)", parameters, output_field=BooleanField())
        return documents.filter(found)

    def statements(self, lookups: Sequence[Lookup]) -> tuple[str, list[Any]]:
        """All lookups that ask for something in one statement, each row with its lookup's number; "" when none does."""
        selects, parameters = [], []
        # Each pool is a subquery, since SQLite takes ORDER BY and LIMIT in no part of a UNION otherwise. The number is
        # ours, hence no parameter.
        for number, lookup in enumerate(lookups):
            if lookup.terms or lookup.prefixes:
                sql, values = self.statement(lookup)
                selects.append(f"SELECT {number} AS lookup, pool.id, pool.score FROM ({sql}) AS pool")
                parameters += values
        return " UNION ALL ".join(selects), parameters

    @abstractmethod
    def statement(self, lookup: Lookup) -> tuple[str, list[Any]]:
        """SQL that gives the ids and the scores of one lookup's candidates, and its parameters."""

    def conditions(self, lookup: Lookup) -> tuple[str, list[Any]]:
        """What is asked of the document besides its words, as SQL on the table named `document`."""
        sql = ["document.is_live", "(NOT document.is_translated OR document.language = %s)"]
        parameters: list[Any] = [lookup.language]
        if lookup.kinds:
            sql.append(f"document.kind IN ({', '.join(['%s'] * len(lookup.kinds))})")
            parameters += lookup.kinds
        if lookup.heading:
            # Keys are kept with a space on each side, so that no key is found within another.
            sql.append("document.heading_keys LIKE %s")
            parameters.append(f"% {lookup.heading} %")
        if lookup.is_local:
            sql.append("document.is_local")
        if lookup.box:
            sql.append("document.latitude BETWEEN %s AND %s AND document.longitude BETWEEN %s AND %s")
            parameters += lookup.box
        return " AND ".join(sql), parameters
