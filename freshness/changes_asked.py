"""What a reviewer asked to be changed in a page or record, and what its author says to that, or of their own accord.

The question is Wagtail's, the comment of a refused step of a workflow; the author's word is in the thing's history.
"""

import dataclasses
import datetime
from typing import Any

from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log, registry
from wagtail.models import TaskState, WorkflowMixin, WorkflowState

ANSWERED_LOG_ACTION = "clairdroit.changes_answered"
# The name of the field in the forms; no field of the model.
ANSWER_FIELD = "answer_to_changes"
LONGEST_ANSWER = 2000
SHOWN = 5


@dataclasses.dataclass(frozen=True)
class AskedChanges:
    number: int
    comment: str
    by: str
    at: datetime.datetime | None
    answer: str = ""
    answered_by: str = ""


@dataclasses.dataclass(frozen=True)
class AuthorsWord:
    text: str
    by: str


def keeps_its_comments(thing: Any) -> bool:
    """Things whose words are confidential: their model has a method `comment_of(task_state)`, and neither Wagtail's
    rows nor its log hold what is said about them."""
    return hasattr(thing, "comment_of")


def asked_before(thing: Any) -> list[AskedChanges]:
    """The newest first, with their answers."""
    states = TaskState.objects.for_instance(thing).filter(status=TaskState.STATUS_REJECTED)
    states = states.select_related("finished_by").order_by("-finished_at", "-pk")[:SHOWN]
    logs = registry.get_logs_for_instance(thing).filter(action=ANSWERED_LOG_ACTION).select_related("user")
    # Several answers to one question: the last, which the order by time leaves.
    answers = {entry.data.get("task_state"): entry for entry in logs.order_by("timestamp")}
    return [_asked(thing, state, answers.get(state.pk)) for state in states]


def asked_now(thing: Any) -> AskedChanges | None:
    """What the author has to see to, as long as the thing was not submitted again."""
    if not isinstance(thing, WorkflowMixin) or thing.pk is None:
        return None
    state = thing.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return next(iter(asked_before(thing)), None)


def note_answer(*, thing: Any, text: str, user: Any) -> None:
    """To the changes that were asked for, where the last decision asked for some; else a word of the author's own."""
    # PostgreSQL stores no NUL in a text.
    text = text.replace("\x00", "").strip()[:LONGEST_ANSWER]
    # Their forms have no such field.
    if text and not keeps_its_comments(thing):
        last = _last_decision(thing)
        asked = last.pk if last is not None and last.status == TaskState.STATUS_REJECTED else None
        log(instance=thing, action=ANSWERED_LOG_ACTION, user=user, data={"comment": text, "task_state": asked})


def word_of_author(thing: Any) -> AuthorsWord | None:
    """What was said with the version that waits, beside answers to what was asked."""
    last = _last_decision(thing)
    logs = registry.get_logs_for_instance(thing).filter(action=ANSWERED_LOG_ACTION).select_related("user")
    # What was said with an earlier version went to the decision of then.
    if last is not None and last.finished_at is not None:
        logs = logs.filter(timestamp__gt=last.finished_at)
    newest_first = logs.order_by("-timestamp", "-pk")
    entry = next((each for each in newest_first if each.data.get("task_state") is None), None)
    if entry is None:
        return None
    by = get_user_display_name(entry.user) if entry.user is not None else ""
    return AuthorsWord(entry.data.get("comment", ""), by)


def _last_decision(thing: Any) -> TaskState | None:
    decided = (TaskState.STATUS_REJECTED, TaskState.STATUS_APPROVED)
    states = TaskState.objects.for_instance(thing).filter(status__in=decided)
    return states.order_by("-finished_at", "-pk").first()


def _asked(thing: Any, state: TaskState, answer: Any) -> AskedChanges:
    return AskedChanges(
        number=state.pk,
        comment=thing.comment_of(state) if keeps_its_comments(thing) else state.comment,
        by=get_user_display_name(state.finished_by) if state.finished_by is not None else "",
        at=state.finished_at,
        answer=answer.data.get("comment", "") if answer is not None else "",
        answered_by=get_user_display_name(answer.user) if answer is not None and answer.user is not None else "",
    )
