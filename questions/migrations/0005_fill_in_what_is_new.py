"""Questions that wait get a day until which they are due, and mails that left the number that replies name."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

from clairdroit.questions.calendar import deadline

# What a new site promises; from here on, rules and the site's identity say it.
WORKING_DAYS = 3


def fill_in_due_dates(apps, schema_editor):
    questions = apps.get_model("clairdroit_questions", "Question").objects.using(schema_editor.connection.alias)
    waiting = questions.filter(status__in=["received", "assigned"], due_at__isnull=True).select_related("commune")
    for question in waiting.only("received_at", "commune__departement").iterator(chunk_size=500):
        departement = question.commune.departement_id if question.commune else ""
        due_at = deadline(question.received_at, WORKING_DAYS, departement)
        questions.filter(pk=question.pk).update(due_at=due_at)


def copy_message_ids(apps, schema_editor):
    alias = schema_editor.connection.alias
    numbered = apps.get_model("post_office", "Email").objects.using(alias).filter(message_id__isnull=False)
    mails = apps.get_model("clairdroit_questions", "QuestionMail").objects.using(alias).filter(message_id="")
    number = numbered.filter(pk=OuterRef("email_id")).values("message_id")[:1]
    mails.filter(email__in=numbered).update(message_id=Subquery(number))


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_questions", "0004_words_are_encrypted"),
        ("post_office", "0014_alter_email_recipient_delivery_status_and_more"),
    ]

    operations = [
        migrations.RunPython(fill_in_due_dates, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(copy_message_ids, migrations.RunPython.noop, elidable=True),
    ]
