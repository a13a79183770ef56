from typing import Any

from django.conf import settings
from django.contrib.auth.context_processors import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """`user` and `perms`; a visitor without a session cookie is anonymous without a look at the session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {"user": AnonymousUser(), "perms": {}}
    return auth(request)
