"""Wagtail's own screens of an answer: what would send it there leads to the last look at the mail (ADR 39)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.models import WorkflowState
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem, WorkflowMenuItem
from wagtail.snippets.views.snippets import EditView, WorkflowActionView

from clairdroit.moderation.actions import APPROVE
from clairdroit.questions.editors.answers.decision_comments import show_comments_in_status
from clairdroit.questions.editors.answers.live_preview import with_our_preview
from clairdroit.questions.models import AnswerTask, ProposedAnswer

LABEL = _("See the mail, and send")


class AnswerEditView(EditView):
    """Wagtail's view of a former version is made from it, too."""

    def get_available_actions(self) -> list[str]:
        """Submitted a second time, Wagtail would begin a second workflow, and fail."""
        actions = super().get_available_actions()
        is_waiting = self.object is not None and self.object.workflow_in_progress
        return [each for each in actions if not (each == "submit" and is_waiting)]

    def publish_action(self) -> HttpResponse:
        """What was typed is saved by then, as the latest version: that one is looked at."""
        return _to_the_mail(self.object)

    def workflow_action_action(self) -> HttpResponse | None:
        if _would_send(self.workflow_action, self.object.current_workflow_state):
            return _to_the_mail(self.object)
        return super().workflow_action_action()

    def get_side_panels(self) -> MediaContainer:
        return with_our_preview(super().get_side_panels())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        show_comments_in_status(self.object)
        return super().get_context_data(**kwargs)


class AnswerWorkflowActionView(WorkflowActionView):
    def get_task(self) -> AnswerTask:
        return AnswerTask(super().get_task(), self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _would_send(self.action_name, self.object.current_workflow_state):
            return super().post(request, *args, **kwargs)
        response = _to_the_mail(self.object)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": response.url})
        return response


def look_before_sending(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The buttons say where they lead. Wagtail offers three that send: publish, approve, approve with a comment."""
    answer = context.get("instance")
    if not isinstance(answer, ProposedAnswer):
        return
    state = answer.current_workflow_state
    sending = [item for item in items if isinstance(item, PublishMenuItem) or _would_send(item.name, state)]
    if not sending:
        return
    items[:] = [item for item in items if item not in sending]
    if any(isinstance(item, WorkflowMenuItem) for item in sending):
        items.append(WorkflowMenuItem(APPROVE, LABEL, launch_modal=False, icon_name="mail", order=30))
    else:
        items.append(SeeMailItem(order=30))
    items.sort(key=lambda item: item.order)


class SeeMailItem(ActionMenuItem):
    name = "action-publish"
    label = LABEL
    icon_name = "mail"


def _would_send(action: str | None, state: WorkflowState | None) -> bool:
    """Approving the last step publishes, and publishing sends; a step before it only hands the answer on."""
    return action == APPROVE and (state is None or state.is_at_final_task)


def _to_the_mail(answer: ProposedAnswer) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("clairdroit_questions_confirm", args=[answer.pk]))
