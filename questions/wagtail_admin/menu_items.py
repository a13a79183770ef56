"""Lines of the admin's menu, each for those who may open it."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from clairdroit.questions.permissions import user_can_handle_questions, user_can_take_down


class HandlersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_handle_questions(request.user)


class TakeDownMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_take_down(request.user)
