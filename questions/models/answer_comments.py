from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from clairdroit.encryption import EncryptedTextField

if TYPE_CHECKING:
    from clairdroit.questions.models.answers import ProposedAnswer


class AnswerCommentQuerySet(models.QuerySet["AnswerComment"]):
    def keep(self, answer: "ProposedAnswer", task_state: TaskState, text: str) -> None:
        """Before the decision itself, whose signals tell the partner of it."""
        if text.strip():
            self.create(answer=answer, task_state=task_state, text=text.strip())

    def of(self, task_state: TaskState | None) -> str:
        """What was said with this decision; empty for none."""
        if task_state is None:
            return ""
        found = self.filter(task_state=task_state).first()
        # A host project's own code may have decided past the answer.
        return found.text if found is not None else task_state.comment

    def of_each(self, task_states: Collection[int]) -> dict[int, str]:
        """What was said with each decision, by its number: two queries, whatever their number."""
        said = dict(TaskState.objects.filter(pk__in=task_states).values_list("pk", "comment"))
        return said | {each.task_state_id: each.text for each in self.filter(task_state__in=task_states)}

    def show_in(self, task_states: Iterable[TaskState | None]) -> None:
        """Puts what was said into the rows that a screen of Wagtail's is about to show. They must not be saved."""
        shown = [state for state in task_states if state is not None]
        said = {each.task_state_id: each.text for each in self.filter(task_state__in=shown)}
        for state in shown:
            state.comment = said.get(state.pk, state.comment)


class AnswerComment(models.Model):
    """What somebody said when they decided on an answer: it may quote the question.

    Wagtail's own rows of the decision, the state of the task and the entry of the log, hold nothing of it.
    """

    answer = models.ForeignKey("clairdroit_questions.ProposedAnswer", on_delete=models.CASCADE, related_name="comments")
    task_state = models.OneToOneField(TaskState, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(_("comment"))

    objects = AnswerCommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment on an answer")
        verbose_name_plural = _("comments on answers")

    def __str__(self) -> str:
        return f"{self.answer} – {self.task_state_id}"


class AnswerTask:
    """The task that an answer waits at, of whichever kind a town has chosen: what is said with a decision is kept by us
    and not handed on."""

    def __init__(self, task: Task, answer: "ProposedAnswer") -> None:
        self._task, self._answer = task, answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._task, name)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, comment: str = "", **data: Any) -> Any:
        with transaction.atomic():
            AnswerComment.objects.keep(self._answer, task_state, comment)
            return self._task.on_action(task_state, user, action_name, **data)
