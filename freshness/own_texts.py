from typing import Any

from django.forms import Media
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.utils import get_latest_str
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel
from wagtail.models import WorkflowState

from clairdroit.freshness.changes_asked import asked_now


class OwnTextsPanel(UserObjectsInWorkflowModerationPanel):
    """On the admin's first page: what one has handed in, and of what came back, what should change and who says so."""

    template_name = "freshness/admin/own_texts.html"

    @property
    def media(self) -> Media:
        return Media(css={"all": [versioned_static("freshness/admin.css")]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        finder = AdminURLFinder(context["request"].user)
        rows = [_row(state, finder) for state in context["workflow_states"]]
        # What one has to see to stands before what others have.
        return {**context, "rows": sorted(rows, key=lambda row: row["asked"] is None)}


def _row(state: WorkflowState, finder: AdminURLFinder) -> dict[str, Any]:
    thing = state.content_object
    is_back = state.status == WorkflowState.STATUS_NEEDS_CHANGES
    return {
        "title": get_latest_str(thing),
        "url": finder.get_edit_url(thing),
        "asked": asked_now(thing) if is_back else None,
        "since": state.current_task_state.started_at if state.current_task_state else state.created_at,
    }
