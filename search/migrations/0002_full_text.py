"""The full-text tables, columns and triggers beside `SearchDocument` and `SuggestedTitle`, for each database.

Django drops a table's triggers when it rebuilds the table (every later AlterField on SQLite): a migration that
changes `SearchDocument` must end by making these again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError

TABLE = "clairdroit_search_searchdocument"
SHELVES = ("content", "directory")
TERM_COLUMNS = ("terms_title", "terms_summary", "terms_chapters", "terms_body")
TRIGGER_NAMES = ("inserted", "deleted", "left", "entered")
TITLES_TABLE = "clairdroit_search_suggestedtitle"
TITLES_FTS = "clairdroit_search_fts_titles"


def fts_table(shelf: str) -> str:
    return f"clairdroit_search_fts_{shelf}"


def _sqlite_statements() -> list[str]:
    columns = ", ".join(TERM_COLUMNS)
    new = ", ".join(f"new.{name}" for name in TERM_COLUMNS)
    old = ", ".join(f"old.{name}" for name in TERM_COLUMNS)
    statements = []
    for shelf in SHELVES:
        fts = fts_table(shelf)
        insert = f"INSERT INTO {fts}(rowid, {columns}) VALUES (new.id, {new})"
        delete = f"INSERT INTO {fts}({fts}, rowid, {columns}) VALUES ('delete', old.id, {old})"
        # Contentless: the terms stay in the document's row alone, and are given back to the index to delete them.
        # Terms hold letters and digits only, so the tokenizer has nothing left to do but split at spaces.
        # The old terms leave before the update and the new ones enter after it: of two triggers of one time, SQLite
        # runs either first.
        statements += [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {fts} USING fts5({columns}, content='', "
            "tokenize='unicode61 remove_diacritics 0', prefix='3 4')",
            f"CREATE TRIGGER IF NOT EXISTS {fts}_inserted AFTER INSERT ON {TABLE} "
            f"WHEN new.is_live AND new.shelf = '{shelf}' BEGIN {insert}; END",
            f"CREATE TRIGGER IF NOT EXISTS {fts}_deleted AFTER DELETE ON {TABLE} "
            f"WHEN old.is_live AND old.shelf = '{shelf}' BEGIN {delete}; END",
            f"CREATE TRIGGER IF NOT EXISTS {fts}_left BEFORE UPDATE OF is_live, shelf, {columns} ON {TABLE} "
            f"WHEN old.is_live AND old.shelf = '{shelf}' BEGIN {delete}; END",
            f"CREATE TRIGGER IF NOT EXISTS {fts}_entered AFTER UPDATE OF is_live, shelf, {columns} ON {TABLE} "
            f"WHEN new.is_live AND new.shelf = '{shelf}' BEGIN {insert}; END",
        ]
    return statements


def _sqlite_drop_statements() -> list[str]:
    return [
        statement
        for shelf in SHELVES
        for statement in (
            *(
                f"DROP TRIGGER IF EXISTS {fts_table(shelf)}_{name}"
                for name in ("inserted", "deleted", "left", "entered")
            ),
            f"DROP TABLE IF EXISTS {fts_table(shelf)}",
        )
    ]


def _postgresql_statements() -> list[str]:
    vector = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {name}), '{weight}')"
        for name, weight in zip(TERM_COLUMNS, "ABCD", strict=True)
    )
    return [
        f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ({vector}) STORED",
        f"CREATE INDEX IF NOT EXISTS search_document_vector ON {TABLE} USING gin (vector) WHERE is_live",
    ]


def _postgresql_drop_statements() -> list[str]:
    return [
        "DROP INDEX IF EXISTS search_document_vector",
        f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS vector",
    ]


CREATE = {"sqlite": _sqlite_statements, "postgresql": _postgresql_statements}
DROP = {"sqlite": _sqlite_drop_statements, "postgresql": _postgresql_drop_statements}


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(CREATE, schema_editor)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(DROP, schema_editor)


def _run(statements: dict[str, Any], schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor not in statements:
        raise IrreversibleError(f"The search needs SQLite or PostgreSQL, not {vendor}.")
    for statement in statements[vendor]():
        schema_editor.execute(statement)


CREATE_TITLES = {
    "sqlite": [
        # Beginnings of up to five letters have an index of their own: at one letter, half of all titles match.
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TITLES_FTS} USING fts5(words, content='', "
        "tokenize='unicode61 remove_diacritics 0', prefix='1 2 3 4 5', detail=none)",
        f"CREATE TRIGGER IF NOT EXISTS {TITLES_FTS}_inserted AFTER INSERT ON {TITLES_TABLE} "
        f"BEGIN INSERT INTO {TITLES_FTS}(rowid, words) VALUES (new.id, new.words); END",
        f"CREATE TRIGGER IF NOT EXISTS {TITLES_FTS}_deleted AFTER DELETE ON {TITLES_TABLE} "
        f"BEGIN INSERT INTO {TITLES_FTS}({TITLES_FTS}, rowid, words) VALUES ('delete', old.id, old.words); END",
    ],
    "postgresql": [
        # Stored, because many rows are compared without the index when a beginning is a frequent one.
        f"ALTER TABLE {TITLES_TABLE} ADD COLUMN IF NOT EXISTS vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED",
        f"CREATE INDEX IF NOT EXISTS search_title_words ON {TITLES_TABLE} USING gin (vector)",
    ],
}
DROP_TITLES = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {TITLES_FTS}_inserted",
        f"DROP TRIGGER IF EXISTS {TITLES_FTS}_deleted",
        f"DROP TABLE IF EXISTS {TITLES_FTS}",
    ],
    "postgresql": [
        "DROP INDEX IF EXISTS search_title_words",
        f"ALTER TABLE {TITLES_TABLE} DROP COLUMN IF EXISTS vector",
    ],
}


def create_titles(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Titles are inserted and deleted, never updated: the triggers know nothing else."""
    for statement in CREATE_TITLES[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_titles(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP_TITLES[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("clairdroit_search", "0001_initial")]

    operations = [migrations.RunPython(create, drop), migrations.RunPython(create_titles, drop_titles)]
