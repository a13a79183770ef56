from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error


def check_shell(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Asked here, by the app that no site of ours goes without: an app that was forgotten cannot ask for itself."""
    if apps.is_installed("clairdroit.shell"):
        return []
    return [
        Error(
            "No page of the clairdroit apps can be shown without 'clairdroit.shell'.",
            hint="Add 'clairdroit.shell' to INSTALLED_APPS, before the other clairdroit apps. See docs/installing.md.",
            id="clairdroit_territories.E001",
        )
    ]
