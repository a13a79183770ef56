"""PostgreSQL: a generated tsvector under a GIN index, ranked term by term.

`ts_rank` knows nothing of how rare a word is, so each term is ranked alone and weighed by `Lookup.importance`;
without that, « loyer » would count no more than « demande » in a long message.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections

from clairdroit.search.backends.base import Lookup
from clairdroit.search.backends.database import TABLE, DatabaseBackend

# PostgreSQL's order: weights of D, C, B, A (body, chapter titles, summary, title).
RANK_WEIGHTS = "{0.12, 0.35, 0.5, 1.0}"
# Divide by 1 + the logarithm of the document's length: a long fiche names everything once.
NORMALIZATION = 1


class PostgreSQLBackend(DatabaseBackend):
    def statement(self, lookup: Lookup) -> tuple[str, list[Any]]:
        weights = {
            _any_of([term, *lookup.phrasings.get(term, ())]): lookup.importance.get(term, 1.0) for term in lookup.terms
        }
        # Quoted lexemes, which to_tsquery would stem again: the terms are stemmed already, by `analysis`. `:*` is a
        # beginning.
        weights |= {f"'{prefix}':*": lookup.importance.get(prefix, 1.0) for prefix in lookup.prefixes}
        conditions, condition_parameters = self.conditions(lookup)
        scores, score_parameters = [], []
        # The parameters stand in the order of the text: scores in SELECT, then the expression and conditions in WHERE.
        for lexeme, weight in weights.items():
            scores.append(f"%s * ts_rank('{RANK_WEIGHTS}', vector, %s::tsquery, {NORMALIZATION})")
            score_parameters += [weight, lexeme]
        expression = (" & " if lookup.match_all else " | ").join(weights)
        sql = (
            f"SELECT document.id, ({' + '.join(scores)})::float8 AS score FROM {TABLE} AS document "
            f"WHERE vector @@ %s::tsquery AND shelf = %s AND {conditions} ORDER BY score DESC, document.id LIMIT %s"
        )
        parameters: list[Any] = [*score_parameters, expression, lookup.shelf, *condition_parameters, lookup.limit]
        return sql, parameters

    def after_rebuild(self) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute(f"ANALYZE {TABLE}")


def _any_of(phrases: Sequence[str]) -> str:
    # A phrasing of several words counts only where they follow each other ("<->").
    sides = [" <-> ".join(f"'{word}'" for word in phrase.split()) for phrase in phrases]
    return f"({' | '.join(sides)})"
