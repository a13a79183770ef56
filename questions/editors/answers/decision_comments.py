"""What was said when an answer was decided on, where Wagtail shows it: its own rows hold none of it (ADR 49)."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Table
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Revision, Task, TaskState
from wagtail.snippets.views.snippets import HistoryView, WorkflowHistoryDetailView

from clairdroit.questions.models import AnswerComment, ProposedAnswer

DECISIONS = ("wagtail.workflow.approve", "wagtail.workflow.reject")


class AnswerHistoryView(HistoryView):
    """Reads at once what was said with the decisions of one page of it, of which there may be any number."""

    def get_table(self, object_list: Iterable[ModelLogEntry]) -> Table:
        # A page of the list: its table goes through these very entries.
        decided = {number: entry for entry in object_list if (number := _decision_of(entry)) is not None}
        for number, comment in AnswerComment.objects.of_each(decided).items():
            decided[number].comment = comment
        return super().get_table(object_list)


class AnswerWorkflowHistoryDetailView(WorkflowHistoryDetailView):
    """With what was said at each step, which Wagtail's rows do not hold."""

    @cached_property
    def task_states_by_revision(self) -> list[tuple[Revision, list[TaskState | None]]]:
        found = super().task_states_by_revision
        AnswerComment.objects.show_in(state for _revision, states in found for state in states)
        return found

    @cached_property
    def timeline(self) -> list[dict[str, Any]]:
        found = super().timeline
        AnswerComment.objects.show_in(each.get("task_state") for each in found)
        return found


def show_comments_in_status(answer: ProposedAnswer) -> None:
    """In the window of Wagtail's editor that tells how far the answer is: its template asks the state for the tasks."""
    state = answer.current_workflow_state
    if state is None:
        return
    tasks = state.all_tasks_with_state

    def with_comments() -> list[Task]:
        found = tasks()
        AnswerComment.objects.show_in(task.task_state for task in found)
        return found

    state.all_tasks_with_state = with_comments
    # Where Wagtail looks first; the page is about to be rendered, and nothing changes any more.
    answer._current_workflow_states = [state]


class CommentOnAnswer(LogFormatter):
    """Wagtail's entry for a decision, in histories and reports: of answers with the comment that the log lacks."""

    def __init__(self, of_wagtail: LogFormatter) -> None:
        self._of_wagtail = of_wagtail
        self.label = of_wagtail.label

    def format_message(self, log_entry: Any) -> Any:
        return self._of_wagtail.format_message(log_entry)

    def format_comment(self, log_entry: Any) -> Any:
        number = _decision_of(log_entry)
        if number is None or log_entry.content_type.model_class() is not ProposedAnswer:
            return self._of_wagtail.format_comment(log_entry)
        return AnswerComment.objects.of_each([number]).get(number, "")


def _decision_of(log_entry: Any) -> int | None:
    """None where the log itself says it. To begin a workflow names a task too, which nobody has decided on then."""
    if log_entry.action not in DECISIONS or log_entry.data.get("comment"):
        return None
    return log_entry.data.get("workflow", {}).get("task_state_id")


def show_comments_in_log(registry: LogActionRegistry) -> None:
    """After Wagtail's own formatters are registered."""
    for action in DECISIONS:
        registry.formatters[action] = CommentOnAnswer(registry.formatters[action])
