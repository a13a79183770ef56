from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from clairdroit.moderation.permissions import user_can_decide


class QueueMenuItem(MenuItem):
    """Shown to whoever has something to decide on."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_decide(request.user)
