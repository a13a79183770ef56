"""What was written before the keys came is sealed; backwards, all is opened again. Both may be stopped and repeated."""

from django.db import migrations
from django.db.models import TextField, Value

from clairdroit.questions.encryption import is_sealed, open_sealed, seal
from clairdroit.questions.encryption.foreign import FOREIGN_TABLES

OWN = {
    "Question": ("text", "email"),
    "Assignment": ("decline_reason", "handed_over_word", "asked_of_citizen"),
    "Event": ("detail",),
    "ProposedAnswer": ("text", "note"),
    "DeliveryAttempt": ("detail",),
    "ErrorReport": ("text", "email"),
}
REVISED = ("text", "note")


def seal_all(apps, schema_editor):
    for row, names in own_rows(apps):
        type(row).objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names})
    for revision in revisions(apps):
        change_revision(revision, lambda text, bound_to: text if is_sealed(text) else seal(text, bound_to))
    for row, table in foreign_rows(apps):
        # What a first, interrupted run has sealed already opens here and is sealed anew.
        plain = {column: column.to_plain(getattr(row, column.name), table.bound_to(column)) for column in table.columns}
        stored = {column.name: column.to_stored(value, table.bound_to(column)) for column, value in plain.items()}
        type(row).objects.filter(pk=row.pk).update(**stored)


def open_all(apps, schema_editor):
    for row, names in own_rows(apps):
        plain = {name: Value(getattr(row, name), TextField()) for name in names}
        type(row).objects.filter(pk=row.pk).update(**plain)
    for revision in revisions(apps):
        change_revision(revision, open_sealed)
    for row, table in foreign_rows(apps):
        plain = {
            column.name: column.to_plain(getattr(row, column.name), table.bound_to(column)) for column in table.columns
        }
        type(row).objects.filter(pk=row.pk).update(**plain)


def own_rows(apps):
    for name, fields in OWN.items():
        for row in apps.get_model("clairdroit_questions", name).objects.order_by("pk").iterator():
            yield row, fields


def revisions(apps):
    types = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="clairdroit_questions", model="proposedanswer"
    )
    return apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=types).order_by("pk").iterator()


def change_revision(revision, change):
    content = dict(revision.content)
    for name in REVISED:
        if content.get(name):
            content[name] = change(content[name], f"clairdroit_questions.proposedanswer.{name}")
    type(revision).objects.filter(pk=revision.pk).update(content=content)


def foreign_rows(apps):
    for table in FOREIGN_TABLES:
        for row in apps.get_model(table.label).objects.order_by("pk").iterator():
            yield row, table


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_questions", "0011_words_are_encrypted_and_kept_long_enough"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("post_office", "0014_alter_email_recipient_delivery_status_and_more"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(seal_all, open_all)]
