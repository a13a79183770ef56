from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup

from clairdroit.questions.wagtail_admin.received_mails import ReceivedMailAdmin
from clairdroit.questions.wagtail_admin.registers import (
    AddressAdmin,
    FoundHelpAdmin,
    OutboxAdmin,
    QuestionAdmin,
    ReportAdmin,
)


class QuestionsGroup(ModelAdminGroup):
    menu_label = _("Questions")
    menu_icon = "help"
    menu_order = 150
    items = (QuestionAdmin, FoundHelpAdmin, ReportAdmin, ReceivedMailAdmin, OutboxAdmin, AddressAdmin)
