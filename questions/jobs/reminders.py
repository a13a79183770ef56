"""One day's reminders, from the partner's silence to a word to the citizen. A second run of the day adds nothing."""

import datetime
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.models import Assignment, Question
from clairdroit.questions.reminders import editors, stages
from clairdroit.taxonomy import working_days

logger = logging.getLogger(__name__)


def run(*, today: datetime.date | None = None, dry_run: bool = False) -> Counter[str]:
    """How many partners were silent, and how many of each were written to; nothing on a day that is not worked.

    Each change is a transaction of its own, with its e-mail and its mark: killed in between, the next run does the
    rest. One that fails is logged and counted under "failed"; the others go on.
    """
    today = today or timezone.localdate()
    counts: Counter[str] = Counter()
    # A reminder on a Sunday is read on Monday, beneath all others.
    if not working_days.is_working_day_here(today):
        return counts
    # Silence first: whom it moves on to may be reminded, and what it ends need not be.
    steps: tuple[tuple[str, Callable[[], Iterable[Any]], Callable[[Any], Any]], ...] = (
        ("silent", lambda: silent(today), lambda each: actions.note_silence(assignment=each, today=today)),
        ("partners", lambda: partners(today), lambda each: actions.remind_partner(partner=each, today=today)),
        ("citizens", lambda: citizens(today), lambda each: actions.tell_late(question=each, today=today)),
        ("editors", lambda: readers(today), lambda each: actions.brief_editor(reader=each, today=today)),
    )
    for name, found, act in steps:
        for each in found():
            if dry_run:
                counts[name] += 1
                continue
            try:
                counts[name] += bool(act(each))
            except Exception:
                logger.exception("A reminder failed", extra={"step": name, "row": each.pk})
                counts["failed"] += 1
    return counts


def silent(today: datetime.date) -> list[Assignment]:
    waiting = Assignment.objects.waiting().on_open_questions().with_signs()
    return [each for each in waiting if actions.silence_of(each, today)]


def partners(today: datetime.date) -> list[Partner]:
    waiting = Assignment.objects.waiting().on_open_questions().with_signs()
    due = {each.partner_id for each in waiting if stages.is_to_remind(each, today)}
    return [each for each in Partner.objects.filter(pk__in=due).order_by("pk") if actions.may_remind(each, today)]


def citizens(today: datetime.date) -> list[Question]:
    late = Question.objects.late().filter(told_late_at__isnull=True, suspicion="").with_place()
    return [each for each in late if actions.is_time_to_tell(each, today)]


def readers(today: datetime.date) -> list[Any]:
    if not editors.what_waits():
        return []
    return [each for each in editors.readers() if actions.may_brief(each, today)]
