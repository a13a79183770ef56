from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.models import GroupApprovalTask

from clairdroit.questions.permissions import user_can_handle_questions


class QueueMenuItem(MenuItem):
    """Shown to whoever has something to decide on: at most one query on each page of the admin."""

    def is_shown(self, request: HttpRequest) -> bool:
        return self.concerns(request.user)

    @staticmethod
    def concerns(user: Any) -> bool:
        if user_can_handle_questions(user):
            return True
        return GroupApprovalTask.objects.filter(active=True, groups__user=user.pk).exists()
