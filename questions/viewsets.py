from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from clairdroit.questions.models import ProposedAnswer
from clairdroit.questions.panels import QuestionPanel


class ProposedAnswerViewSet(SnippetViewSet):
    """Answers in Wagtail's editor, where the moderation queue leads. They are made by actions, never here."""

    model = ProposedAnswer
    icon = "mail"
    menu_label = _("Answers")
    list_display = ["__str__", "sent_at", "created_at"]
    list_filter = ["live", "sent_at"]
    ordering = ["-created_at"]
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_handler = ObjectList([QuestionPanel(heading=_("The question")), FieldPanel("text")])

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProposedAnswer]:
        return ProposedAnswer.objects.select_related("question", "assignment__partner")
