"""The questions in the admin's menu: the registers and lists of all rooms, in one group with those of mails."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from clairdroit.mail.screens import menu as mail_menu
from clairdroit.questions.citizen.admin import FoundHelpViewSet, ReportViewSet
from clairdroit.questions.editors.register import QuestionAdmin
from clairdroit.questions.incoming.admin import ReceivedMailAdmin
from clairdroit.questions.wagtail_admin.menu_items import HandlersMenuItem, TakeDownMenuItem

found_help, reports = FoundHelpViewSet(), ReportViewSet()


class QuestionsGroup(ModelAdminGroup):
    menu_label = _("Questions")
    menu_icon = "help"
    menu_order = 150
    items = (QuestionAdmin, ReceivedMailAdmin)

    def get_submenu_items(self) -> list[MenuItem]:
        questions, received = super().get_submenu_items()
        take_down = reverse("clairdroit_questions:take_down")
        lines = [
            questions,
            HandlersMenuItem(_("Reminders"), reverse("clairdroit_questions_chase"), icon_name="time"),
            found_help.get_menu_item(),
            reports.get_menu_item(),
            received,
            *mail_menu.lines(),
            TakeDownMenuItem(_("Take a question down"), take_down, icon_name="edit"),
        ]
        for order, line in enumerate(lines):
            line.order = order
        return lines


def without_group_of_mails(request: HttpRequest, items: list[MenuItem]) -> None:
    """Its lines stand in ours."""
    items[:] = [item for item in items if item.name != mail_menu.MENU_NAME]
