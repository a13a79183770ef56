"""Parts that ended before their end was noted: how far they went is read from the history.

What is uncertain is left out: a partner rather reads less than it knew than more.
"""

from django.db import migrations
from django.db.models import Max

from clairdroit.questions.details import parts_of
from clairdroit.questions.encryption import Unreadable

ENDED = ["declined", "handed_over", "released"]


def fill_in(apps, schema_editor):
    alias = schema_editor.connection.alias
    assignments = apps.get_model("clairdroit_questions", "Assignment").objects.using(alias)
    events = apps.get_model("clairdroit_questions", "Event").objects.using(alias)
    ended = assignments.filter(status__in=ENDED, left_step__isnull=True).select_related("question", "answer")
    for assignment in ended.iterator(chunk_size=200):
        own = events.filter(assignment=assignment, kind__in=ENDED).aggregate(last=Max("pk"))["last"]
        until = events.filter(question=assignment.question_id, at__lte=assignment.ended_at)
        step = own or until.aggregate(last=Max("pk"))["last"] or 0
        later = events.filter(question=assignment.question_id, kind="detail_added", pk__gt=step).count()
        assignments.filter(pk=assignment.pk).update(
            left_step=step, left_parts=max(1, parts(assignment.question.text) - later), **written(assignment)
        )


def parts(text):
    return 1 if isinstance(text, Unreadable) else len(parts_of(text))


def written(assignment):
    answer = getattr(assignment, "answer", None)
    if answer is None:
        return {}
    revision, known = answer.latest_revision, {}
    if revision is not None and revision.created_at <= assignment.ended_at:
        known["left_draft"] = revision
    if answer.sent_at is not None and answer.sent_at <= assignment.ended_at:
        known |= {"left_sent": answer.sent_revision, "left_sent_at": answer.sent_at}
    return known


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_questions", "0013_how_far_they_read"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
    ]
