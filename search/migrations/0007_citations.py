"""Columns for citations and audience, before the texts: a row is read up to its last wanted column.

Adding them would put them last, so the table is made anew and filled from the former one. `rebuild_search` then fills
the new columns; until it has run the search works as before.
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from clairdroit.search import structures


def copy_rows(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    former = apps.get_model("clairdroit_search", "FormerSearchDocument")
    model = apps.get_model("clairdroit_search", "SearchDocument")
    columns = ", ".join(field.column for field in former._meta.local_fields if not field.primary_key)
    schema_editor.execute(
        f"INSERT INTO {model._meta.db_table} ({columns}, cites, cited_by, terms_audience, audience_keys) "
        f"SELECT {columns}, '', 0, '', '' FROM {former._meta.db_table} ORDER BY id"
    )


class Migration(migrations.Migration):
    dependencies = [("clairdroit_search", "0006_counted_searches")]

    operations = [
        migrations.RunPython(structures.drop, structures.create),
        migrations.RemoveConstraint("searchdocument", "search_document_once_per_object"),
        migrations.RenameModel("SearchDocument", "FormerSearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=32)),
                ("object_key", models.CharField(max_length=64)),
                ("shelf", models.CharField(choices=[("content", "Texts"), ("directory", "Directory")], max_length=10)),
                ("is_live", models.BooleanField(default=True)),
                ("language", models.CharField(default="fr", max_length=12)),
                ("is_translated", models.BooleanField(default=False)),
                ("is_local", models.BooleanField(default=False)),
                ("is_stale", models.BooleanField(default=False)),
                ("updated_on", models.DateField(null=True)),
                ("verified_on", models.DateField(null=True)),
                ("verified_by", models.CharField(blank=True, max_length=200)),
                ("happens_on", models.DateField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("heading_keys", models.CharField(blank=True, max_length=200)),
                ("audience_keys", models.CharField(blank=True, max_length=200)),
                ("area_codes", models.TextField(blank=True)),
                ("cites", models.TextField(blank=True)),
                ("cited_by", models.PositiveIntegerField(default=0)),
                ("terms_audience", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=300)),
                ("url_path", models.CharField(max_length=500)),
                ("indexed_at", models.DateTimeField(auto_now=True)),
                ("title", models.CharField(max_length=500)),
                ("summary", models.TextField(blank=True)),
                ("terms_title", models.TextField(blank=True)),
                ("terms_summary", models.TextField(blank=True)),
                ("terms_chapters", models.TextField(blank=True)),
                ("terms_body", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_key", "is_live"), name="search_document_once_per_object"
                    )
                ],
            },
        ),
        migrations.RunPython(structures.create, structures.drop),
        migrations.RunPython(copy_rows, migrations.RunPython.noop),
        migrations.DeleteModel("FormerSearchDocument"),
    ]
