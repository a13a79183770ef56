import django.db.models.deletion
from django.db import migrations, models

REVISION = {
    "editable": False,
    "null": True,
    "on_delete": django.db.models.deletion.SET_NULL,
    "related_name": "+",
    "to": "wagtailcore.revision",
}


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_questions", "0012_mails_to_one_address"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField("assignment", "left_step", models.PositiveBigIntegerField(editable=False, null=True)),
        migrations.AddField("assignment", "left_parts", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("assignment", "left_draft", models.ForeignKey(**REVISION)),
        migrations.AddField("assignment", "left_sent", models.ForeignKey(**REVISION)),
        migrations.AddField("assignment", "left_sent_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("assignment", "left_helped", models.BooleanField(editable=False, null=True)),
    ]
