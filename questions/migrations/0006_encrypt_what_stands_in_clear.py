"""What was written before the keys came is sealed; backwards, all is opened again. Both may be stopped and repeated.

A changed row leaves its former self behind, readable, in the database's files: those are written anew afterwards.
"""

import logging

from django.db import OperationalError, migrations
from django.db.models import TextField, Value

from clairdroit.questions.encryption import is_sealed, open_sealed, seal
from clairdroit.questions.encryption.foreign import FOREIGN_TABLES

OWN = {
    "Question": ("text", "email"),
    "Assignment": ("decline_reason",),
    "Event": ("detail",),
    "ProposedAnswer": ("text", "note"),
    "DeliveryAttempt": ("detail",),
    "ErrorReport": ("text", "email"),
}
REVISED = ("text", "note")


def seal_all(apps, schema_editor):
    changed = set()
    for row, names in own_rows(apps, schema_editor):
        changed.add(change(row, {name: getattr(row, name) for name in names}))
    for revision in revisions(apps, schema_editor):
        content = revised(revision, lambda text, bound_to: text if is_sealed(text) else seal(text, bound_to))
        changed.add(change(revision, content))
    for row, table in foreign_rows(apps, schema_editor):
        # What a first, interrupted run has sealed already opens here and is sealed anew.
        plain = opened(row, table)
        stored = {column.name: column.to_stored(plain[column.name], table.bound_to(column)) for column in table.columns}
        changed.add(change(row, stored))
    if changed:
        # Neither database can do this within a transaction.
        schema_editor.connection.on_commit(lambda: write_files_anew(schema_editor.connection, sorted(changed)))


def open_all(apps, schema_editor):
    for row, names in own_rows(apps, schema_editor):
        change(row, {name: Value(getattr(row, name), TextField()) for name in names})
    for revision in revisions(apps, schema_editor):
        change(revision, revised(revision, open_sealed))
    for row, table in foreign_rows(apps, schema_editor):
        change(row, opened(row, table))


def own_rows(apps, schema_editor):
    for name, fields in OWN.items():
        for row in rows(apps, schema_editor, "clairdroit_questions", name):
            yield row, fields


def revisions(apps, schema_editor):
    alias = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    ours = types.filter(app_label="clairdroit_questions", model="proposedanswer").values_list("pk", flat=True)
    return rows(apps, schema_editor, "wagtailcore", "Revision", content_type__in=list(ours))


def foreign_rows(apps, schema_editor):
    for table in FOREIGN_TABLES:
        for row in rows(apps, schema_editor, *table.label.split(".")):
            yield row, table


def rows(apps, schema_editor, *label, **condition):
    found = apps.get_model(*label)._base_manager.using(schema_editor.connection.alias).filter(**condition)
    return found.order_by("pk").iterator(chunk_size=200)


def revised(revision, treat):
    content = dict(revision.content)
    for name in REVISED:
        if content.get(name):
            content[name] = treat(content[name], f"clairdroit_questions.proposedanswer.{name}")
    return {"content": content}


def opened(row, table):
    return {c.name: c.to_plain(getattr(row, c.name), table.bound_to(c)) for c in table.columns}


def change(row, values):
    type(row)._base_manager.using(row._state.db).filter(pk=row.pk).update(**values)
    return row._meta.db_table


def write_files_anew(connection, tables):
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            elif connection.vendor == "postgresql":
                cursor.execute(f"VACUUM FULL {', '.join(map(connection.ops.quote_name, tables))}")
    except OperationalError as error:
        # The rows are safe; a full disk or a busy site only leaves this for later.
        logging.getLogger(__name__).warning(
            "The texts are encrypted, but the database's files could not be written anew and may still hold former "
            "pages in clear (%s). Run VACUUM (PostgreSQL: VACUUM FULL) once nobody uses the site.",
            error,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_questions", "0005_fill_in_what_is_new"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("post_office", "0014_alter_email_recipient_delivery_status_and_more"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(seal_all, open_all)]
