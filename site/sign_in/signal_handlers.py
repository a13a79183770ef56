"""Each way of signing in writes its row, and signing out takes it away: Django tells of both."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from clairdroit.sign_in.devices import device_words
from clairdroit.sign_in.models import SignIn
from clairdroit.sign_in.sessions import KEY, current


def connect() -> None:
    user_logged_in.connect(write_down, dispatch_uid="clairdroit_sign_in.write_down")
    user_logged_out.connect(forget, dispatch_uid="clairdroit_sign_in.forget")


def write_down(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    # The same person again in the same browser: one row, not two.
    forget(sender, request)
    words = device_words(request.META.get("HTTP_USER_AGENT", ""))
    request.session[KEY] = str(SignIn.objects.create(user=user, device=words).pk)


def forget(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    former = current(request)
    if former is not None:
        former.delete()
