"""An index that stands keeps its rows and stays searchable through the migration that moves its columns."""

from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from clairdroit.search.backends import Lookup
from clairdroit.search.backends.sqlite import SQLiteBackend
from clairdroit.search.models import SearchDocument
from tests.databases import known_to_django

BEFORE = [("clairdroit_search", "0006_counted_searches")]
MOVED = "migrated"


def test_rows_are_found_after_the_columns_moved(tmp_path, settings, django_db_blocker):
    config = settings.DATABASES["default"] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tmp_path / "moved.sqlite3",
    }
    database = DatabaseWrapper(config | {"CONN_MAX_AGE": None, "OPTIONS": {}}, alias=MOVED)
    with django_db_blocker.unblock(), known_to_django(database):
        apps = MigrationExecutor(database).migrate(BEFORE).apps
        former = apps.get_model("clairdroit_search", "SearchDocument").objects.using(MOVED)
        values = {"kind": "note", "shelf": "content", "url_path": "/a/", "area_codes": " commune-78646 "}
        former.create(object_key="1", title="Loyer", terms_title="loy", **values)
        former.create(object_key="2", title="En attente", terms_title="loy", is_live=False, **values)
        leaves = [leaf for leaf in MigrationExecutor(database).loader.graph.leaf_nodes() if leaf[0] == BEFORE[0][0]]
        MigrationExecutor(database).migrate(leaves)
        ((found,),) = SQLiteBackend(MOVED).candidates([Lookup(terms=["loy"], shelf="content", language="fr")])
        row = SearchDocument.objects.using(MOVED).get(pk=found.document_id)
        assert (row.title, row.area_codes, row.cites, row.cited_by) == ("Loyer", " commune-78646 ", "", 0)
        assert SearchDocument.objects.using(MOVED).staged().get().title == "En attente"
        database.close()
