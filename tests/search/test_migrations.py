"""An index that stands keeps its rows and stays searchable through the migration that moves its columns."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from clairdroit.search.backends import Lookup, get_backend
from clairdroit.search.models import SearchDocument

BEFORE = [("clairdroit_search", "0006_counted_searches")]
AFTER = [("clairdroit_search", "0007_citations")]


@pytest.mark.django_db(transaction=True)
def test_rows_are_found_after_the_columns_moved():
    former = MigrationExecutor(connection).migrate(BEFORE).apps.get_model("clairdroit_search", "SearchDocument")
    values = {"kind": "note", "shelf": "content", "url_path": "/a/", "area_codes": " commune-78646 "}
    former.objects.create(object_key="1", title="Loyer", terms_title="loy", **values)
    former.objects.create(object_key="2", title="En attente", terms_title="loy", is_live=False, **values)
    MigrationExecutor(connection).migrate(AFTER)
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    (found,) = get_backend().candidates([Lookup(terms=["loy"], shelf="content", language="fr")])[0]
    row = SearchDocument.objects.get(pk=found.document_id)
    assert (row.title, row.area_codes, row.cites, row.cited_by) == ("Loyer", " commune-78646 ", "", 0)
    assert SearchDocument.objects.staged().get().title == "En attente"
