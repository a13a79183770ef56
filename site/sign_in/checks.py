from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError

from clairdroit.sign_in import conf

MIDDLEWARE = "clairdroit.sign_in.middleware.SignInMiddleware"
AFTER = "django.contrib.auth.middleware.AuthenticationMiddleware"


def check_middleware(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without it the second step would be asked for and mean nothing."""
    order = list(settings.MIDDLEWARE)
    # Directly after: anything between them would see a user who is not signed in yet.
    if AFTER in order and order[order.index(AFTER) + 1 : order.index(AFTER) + 2] == [MIDDLEWARE]:
        return []
    return [
        Error(
            "Sessions are not checked: the second step of signing in could be left out.",
            hint=f"Put {MIDDLEWARE!r} directly after {AFTER!r} in MIDDLEWARE.",
            id="clairdroit_sign_in.E001",
        )
    ]


def check_role_names(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt group would leave its people without a second step. Run with `check --database default`, and by
    `migrate`; before the groups are made there is nothing to compare with."""
    if not databases:
        return []
    from django.contrib.auth.models import Group

    try:
        known = {*Group.objects.values_list("name", flat=True), conf.SUPERUSERS}
    except DatabaseError:
        return []
    unknown = [name for name in conf.required_roles() if name not in known]
    if not unknown or known == {conf.SUPERUSERS}:
        return []
    return [
        Warning(
            f"CLAIRDROIT_SECOND_FACTOR_REQUIRED names no group: {', '.join(unknown)}.",
            hint=f"It expects names as Settings → Groups shows them, or {conf.SUPERUSERS!r}.",
            id="clairdroit_sign_in.W003",
        )
    ]
