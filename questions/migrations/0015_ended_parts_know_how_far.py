from django.db import migrations, models

ENDED = ["declined", "handed_over", "released"]


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_questions", "0014_fill_in_how_far_they_read"),
    ]

    operations = [
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                name="assignment_ended_knows_how_far",
                condition=models.Q(status__in=ENDED, left_step__isnull=False, left_parts__isnull=False)
                | (~models.Q(status__in=ENDED) & models.Q(left_step__isnull=True, left_parts__isnull=True)),
                violation_error_message="Of a part that ended, and of no other, it is known how far it went.",
            ),
        ),
    ]
