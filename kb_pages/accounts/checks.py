from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Warning
from django.utils.module_loading import import_string

from clairdroit.kb_pages.accounts import VIEWSET


def check_account_screens(**kwargs: Any) -> list[CheckMessage]:
    from clairdroit.kb_pages.accounts.viewsets import AccountViewSet

    config = apps.get_app_config("wagtailusers")
    own = getattr(config, "user_viewset", VIEWSET)
    if (
        own == VIEWSET
        or own == "wagtail.users.views.users.UserViewSet"
        or issubclass(import_string(own), AccountViewSet)
    ):
        return []
    return [
        Warning(
            f"The screens of accounts are {own}: who may change accounts could make themselves administrator there.",
            hint=f"Let it inherit from {VIEWSET}. See docs/roles.md.",
            id="clairdroit_kb_pages.W001",
        )
    ]
