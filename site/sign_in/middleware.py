from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject


class SignInMiddleware:
    """Directly after Django's AuthenticationMiddleware: `request.user` is somebody only where their session holds.

    The session is looked at when somebody asks for the user, so public pages go on without it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not apps.is_installed("clairdroit.sign_in"):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from clairdroit.sign_in.sessions import person_behind

        found = request.user
        # Lazy, as Django's is: a public page that asks for no user reads no session, and stays cacheable.
        lazily: Any = SimpleLazyObject(partial(person_behind, request, found))
        request.user = lazily

        async def auser() -> Any:
            from asgiref.sync import sync_to_async

            return await sync_to_async(person_behind)(request, found)

        request.auser = auser
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        from clairdroit.sign_in.views.interrupted_forms import keep_what_was_sent

        return keep_what_was_sent(request, view)
