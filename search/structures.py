"""The full-text structures that a migration makes beside `SearchDocument`: their names, and what each counts."""

from collections.abc import Sequence

# From the heaviest to the lightest, in the order of the index's columns and of PostgreSQL's weights A to D.
TERM_COLUMNS = ("terms_title", "terms_summary", "terms_chapters", "terms_body")
# What each counts where candidates are found by BM25 (SQLite, Elasticsearch): tuned on docs/search.md's measures.
COLUMN_WEIGHTS = (8.0, 4.0, 3.0, 1.0)


def fts_table(shelf: str) -> str:
    return f"clairdroit_search_fts_{shelf}"


TITLES_TABLE = "clairdroit_search_suggestedtitle"
TITLES_FTS = "clairdroit_search_fts_titles"


def titles_condition(vendor: str, guesses: Sequence[Sequence[Sequence[str]]], limit: int) -> tuple[str, list[str]]:
    """SQL that is true of titles which, for one of the guesses, have a word beginning with one of each of its groups.

    `limit` titles of each guess, whichever come first. With the expressions that the SQL is given.
    """
    if vendor == "sqlite":
        either, both, written = " OR ", " AND ", '"{}"*'
        one = f"SELECT rowid FROM {TITLES_FTS} WHERE {TITLES_FTS} MATCH %s LIMIT {int(limit)}"
    else:
        either, both, written = " | ", " & ", "'{}':*"
        one = f"SELECT id FROM {TITLES_TABLE} WHERE vector @@ %s::tsquery LIMIT {int(limit)}"
    expressions = [
        both.join(f"({either.join(written.format(beginning) for beginning in group)})" for group in guess)
        for guess in guesses
    ]
    # Around each a subquery, since SQLite takes LIMIT in no part of a UNION otherwise.
    found = " UNION ALL ".join(f"SELECT * FROM ({one}) AS guess_{number}" for number in range(len(guesses)))
    return f"{TITLES_TABLE}.id IN ({found})", expressions
