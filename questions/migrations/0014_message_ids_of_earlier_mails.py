from django.db import migrations
from django.db.models import OuterRef, Subquery


def copy_ids(apps, schema_editor):
    """Replies to mails that left before this release find their question, too."""
    email = apps.get_model("post_office", "Email").objects.filter(pk=OuterRef("email_id"), message_id__isnull=False)
    mails = apps.get_model("clairdroit_questions.QuestionMail").objects.filter(message_id="")
    mails.filter(email__in=apps.get_model("post_office", "Email").objects.filter(message_id__isnull=False)).update(
        message_id=Subquery(email.values("message_id")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_questions", "0013_incoming_mail"),
        ("post_office", "0010_message_id"),
    ]

    operations = [migrations.RunPython(copy_ids, migrations.RunPython.noop)]
