from django.db import migrations

from clairdroit.questions.calendar import deadline

# What a new site promises; from here on, rules and the site's identity say it.
WORKING_DAYS = 3


def fill_in(apps, schema_editor):
    questions = apps.get_model("clairdroit_questions", "Question").objects.using(schema_editor.connection.alias)
    waiting = questions.filter(status__in=["received", "assigned"], due_at__isnull=True).select_related("commune")
    for question in waiting.only("received_at", "commune__departement").iterator(chunk_size=500):
        departement = question.commune.departement_id if question.commune else ""
        due_at = deadline(question.received_at, WORKING_DAYS, departement)
        questions.filter(pk=question.pk).update(due_at=due_at)


class Migration(migrations.Migration):
    dependencies = [("clairdroit_questions", "0009_rules_availability_and_reminders")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
