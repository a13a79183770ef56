"""SQLite: FTS5 with bm25. See https://sqlite.org/fts5.html#the_bm25_function."""

import logging
from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from clairdroit.search.backends.base import Lookup
from clairdroit.search.backends.database import TABLE, DatabaseBackend
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument
from clairdroit.search.structures import COLUMN_WEIGHTS, TERM_COLUMNS, fts_table

logger = logging.getLogger(__name__)


class SQLiteBackend(DatabaseBackend):
    def statement(self, lookup: Lookup) -> tuple[str, list[Any]]:
        fts = fts_table(lookup.shelf)
        conditions, parameters = self.conditions(lookup)
        weights = ", ".join(str(weight) for weight in COLUMN_WEIGHTS)
        # bm25() is better the lower it is. CROSS JOIN forbids SQLite's planner to begin with the documents, of which it
        # would then ask the full-text table one by one (https://sqlite.org/optoverview.html).
        sql = (
            f"SELECT document.id, -bm25({fts}, {weights}) AS score "
            f"FROM {fts} CROSS JOIN {TABLE} AS document ON document.id = {fts}.rowid "
            f"WHERE {fts} MATCH %s AND {conditions} ORDER BY score DESC, document.id LIMIT %s"
        )
        return sql, [self.expression(lookup), *parameters, lookup.limit]

    def expression(self, lookup: Lookup) -> str:
        """What MATCH is given (https://sqlite.org/fts5.html, 3: full-text query syntax)."""
        # FTS5's syntax: between quotation marks several words are a phrase, and nothing is an operator.
        sought = [
            "(" + " OR ".join(f'"{phrase}"' for phrase in (term, *lookup.phrasings.get(term, ()))) + ")"
            for term in lookup.terms
        ]
        sought += [f'"{prefix}"*' for prefix in lookup.prefixes]
        return (" AND " if lookup.match_all else " OR ").join(sought)

    def after_rebuild(self) -> None:
        with connections[self.using].cursor() as cursor:
            for shelf in Shelf.values:
                fts = fts_table(shelf)
                cursor.execute(f"INSERT INTO {fts}({fts}) VALUES ('optimize')")
            cursor.execute("ANALYZE")

    def mend(self) -> None:
        """Triggers fill the tables. Without them (a forgetful migration, a table copied by hand) these fall behind,
        and the next deletion of a row that they lack would break them."""
        for shelf in Shelf.values:
            fts = fts_table(shelf)
            with connections[self.using].cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {fts}")
                (indexed,) = cursor.fetchone()
                # Counted, not compared: what triggers miss they miss by whole rows.
                if indexed != SearchDocument.objects.using(self.using).live().filter(shelf=shelf).count():
                    logger.warning("The full-text table was behind its rows and is filled anew", extra={"shelf": shelf})
                    self.fill(cursor, fts, shelf)

    def fill(self, cursor: CursorWrapper, fts: str, shelf: str) -> None:
        columns = ", ".join(TERM_COLUMNS)
        with transaction.atomic(using=self.using):
            cursor.execute(f"INSERT INTO {fts}({fts}) VALUES ('delete-all')")
            cursor.execute(
                f"INSERT INTO {fts}(rowid, {columns}) SELECT id, {columns} FROM {TABLE} WHERE is_live AND shelf = %s",
                [shelf],
            )
