from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel
from wagtail.log_actions import LogActionRegistry, LogFormatter

from clairdroit.freshness import overwriting
from clairdroit.freshness.actions import VERIFY_LOG_ACTION
from clairdroit.freshness.board import WorkList, count_overdue, verifiable_models, work_lists
from clairdroit.freshness.changes_asked import ANSWER_FIELD, ANSWERED_LOG_ACTION, note_answer
from clairdroit.freshness.own_texts import OwnTextsPanel
from clairdroit.help_pages.pages import HelpPage


class AuthorsWord(LogFormatter):
    label = _("Say a word to the reviewer")

    def format_message(self, log_entry: Any) -> Any:
        is_answer = log_entry.data.get("task_state") is not None
        return _("Answered the changes asked for") if is_answer else _("Said to the reviewer why it changes")

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("comment", ""))


@hooks.register("register_log_actions")
def register_verify_log_action(actions: LogActionRegistry) -> None:
    actions.register_action(VERIFY_LOG_ACTION, _("Confirm as still right"), _("Confirmed as still right"))
    actions.register_action(ANSWERED_LOG_ACTION)(AuthorsWord)


@hooks.register("register_admin_urls")
def register_freshness_urls() -> list[URLResolver]:
    return [path("freshness/", include("clairdroit.freshness.urls"))]


@hooks.register("register_admin_menu_item")
def register_board_menu_item() -> MenuItem:
    return BoardMenuItem(_("To keep right"), reverse("clairdroit_freshness:board"), icon_name="tasks", order=250)


class BoardMenuItem(MenuItem):
    """Shown to whoever may edit something that goes stale."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(verifiable_models()) and request.user.has_perm("wagtailadmin.access_admin")


class OverdueSummaryItem(SummaryItem):
    order = 90
    template_name = "freshness/admin/summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"total": count_overdue(self.request.user)}


class WorkListSummaryItem(SummaryItem):
    """Shown where something waits."""

    order = 91
    template_name = "freshness/admin/work_summary.html"

    def __init__(self, request: HttpRequest, work: WorkList) -> None:
        super().__init__(request)
        self.work = work

    @cached_property
    def total(self) -> int:
        return self.work.count(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"work": self.work, "total": self.total, "counted": self.work.counted(self.total)}

    def is_shown(self) -> bool:
        return self.total > 0


@hooks.register("construct_homepage_summary_items")
def add_overdue_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(OverdueSummaryItem(request))
    items += [WorkListSummaryItem(request, work) for work in work_lists]


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return [
        HelpPage(
            "tenir-a-jour",
            _("Keep texts right"),
            _("See what is due, check it, say that it is still right."),
            "freshness/help/keep_right",
            ("clairdroit_freshness:",),
            order=40,
        )
    ]


@hooks.register("construct_homepage_panels")
def say_what_was_asked(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's own list of one's texts in a workflow says that changes are asked for, and not which."""
    panels[:] = [OwnTextsPanel() if type(each) is UserObjectsInWorkflowModerationPanel else each for each in panels]


def keep_answer(request: HttpRequest, thing: Any) -> None:
    """What the author says to the reviewer, once the thing is handed in; not each time that a draft is saved."""
    if request.POST.get("action-submit") or request.POST.get("action-restart-workflow"):
        note_answer(thing=thing, text=request.POST.get(ANSWER_FIELD, ""), user=request.user)


hooks.register("after_edit_page", keep_answer)
hooks.register("after_edit_snippet", keep_answer)


# Before wagtail-localize's, which answers what is sent about a translation, and Wagtail's own views.
@hooks.register("before_edit_page", order=-2)
@hooks.register("before_edit_snippet", order=-2)
def ask_before_overwriting(request: HttpRequest, thing: Any) -> HttpResponse | None:
    return overwriting.ask_before_overwriting(request, thing)
