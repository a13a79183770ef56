"""What the admin's first page counts of questions; of mails that did not leave, `mail.screens.summary`."""

from typing import Any

from wagtail.admin.site_summary import SummaryItem

from clairdroit.mail.mailbox import notice
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import user_can_handle_questions


class WaitingSummaryItem(SummaryItem):
    """What needs a hand, in numbers, and is no decision: the queue's panel below counts those."""

    order = 80
    template_name = "questions/editors/summary.html"

    def is_shown(self) -> bool:
        return user_can_handle_questions(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "late": Question.objects.late().count(),
            "no_reply": Question.objects.no_reply().count(),
            "mailbox": notice.failure(),
        }
