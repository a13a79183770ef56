"""Who has read what of a question: written into its history, and shown in its file."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from clairdroit.questions.actions.history import log
from clairdroit.questions.enums import EventKind, ReadingPlace
from clairdroit.questions.models import Assignment, Event, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser

READING = datetime.timedelta(hours=1)
LISTING = datetime.timedelta(days=1)


def log_view(
    *, question: Question, user: AnyUser, place: ReadingPlace | None = None, assignment: Assignment | None = None
) -> None:
    """Each reading by a professional is written down; the file itself shows it.

    `place` is what was opened. The same person at the same place within an hour is one reading: reloading
    a page must not bury the history.
    """
    recent = question.events.filter(kind=EventKind.VIEWED, at__gte=timezone.now() - READING)
    if not recent.filter(user=user.pk, place=place or "").exists():
        log(question, EventKind.VIEWED, user=user, assignment=assignment, place=place)


def log_listing(*, questions: Iterable[Question], user: AnyUser, place: ReadingPlace) -> None:
    """A list shows the first words of each question: a reading of each of them, once a day, in two queries.

    Not once an hour: whoever looks for a question opens the list again and again.
    """
    assert user.pk is not None
    shown = {question.pk for question in questions if not question.erased_at}
    recent = Event.objects.filter(kind=EventKind.VIEWED, user_id=user.pk, at__gte=timezone.now() - LISTING)
    known = set(recent.filter(question__in=shown, place=place).values_list("question", flat=True))
    reading = {"kind": EventKind.VIEWED, "user_id": user.pk, "place": place, "detail": str(place.label)}
    Event.objects.bulk_create(Event(question_id=pk, **reading) for pk in sorted(shown - known))


@transaction.atomic
def note_readings(*, questions: Iterable[Question], user: AnyUser, place: ReadingPlace | None, is_list: bool) -> None:
    """What a person has read of the admin, told by the page itself."""
    if is_list and place is not None:
        log_listing(questions=questions, user=user, place=place)
        return
    for question in questions:
        if not question.erased_at:
            log_view(question=question, user=user, place=place)


def log_export(*, questions: list[Question], user: AnyUser) -> None:
    require(user_can_handle_questions(user))
    Event.objects.bulk_create(
        Event(question=question, kind=EventKind.EXPORTED, user_id=user.pk) for question in questions
    )
