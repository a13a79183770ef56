"""What the admin's first page counts of mails that did not leave."""

from typing import Any

from wagtail.admin.site_summary import SummaryItem

from clairdroit.mail.models import OutboxMail
from clairdroit.mail.permissions import user_can_see_outbox


class MailSummaryItem(SummaryItem):
    order = 81
    template_name = "mail/screens/summary.html"

    class Media:
        css = {"all": ["mail/admin.css"]}

    def is_shown(self) -> bool:
        return user_can_see_outbox(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "failed_mails": OutboxMail.objects.shown().failed().count(),
            "failed_account_mails": OutboxMail.objects.of_others().lately_failed().count(),
            "late_mails": OutboxMail.objects.shown().late().count(),
        }
