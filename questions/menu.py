"""The questions in the admin's menu: the registers of all rooms, in one group."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from clairdroit.questions.citizen.admin import FoundHelpAdmin, ReportAdmin
from clairdroit.questions.editors.mails.admin import AddressAdmin, OutboxAdmin
from clairdroit.questions.editors.register import QuestionAdmin
from clairdroit.questions.incoming.admin import ReceivedMailAdmin
from clairdroit.questions.wagtail_admin.menu_items import HandlersMenuItem, TakeDownMenuItem


class QuestionsGroup(ModelAdminGroup):
    menu_label = _("Questions")
    menu_icon = "help"
    menu_order = 150
    items = (QuestionAdmin, FoundHelpAdmin, ReportAdmin, ReceivedMailAdmin, OutboxAdmin, AddressAdmin)

    def get_submenu_items(self) -> list[MenuItem]:
        # Of the same order as the register, and hence below it.
        chase = HandlersMenuItem(_("Reminders"), reverse("clairdroit_questions_chase"), icon_name="time", order=1)
        url = reverse("clairdroit_questions:take_down")
        # The last.
        take_down = TakeDownMenuItem(_("Take a question down"), url, icon_name="edit", order=len(self.items) + 1)
        return [*super().get_submenu_items(), chase, take_down]
