from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from clairdroit.app_settings import declared


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Of each setting that is set: a value that no app could use stops the start."""
    return [
        Error(
            f"{name}: it expects {setting.expected}.",
            hint="See docs/settings.md.",
            id="clairdroit_app_settings.E001",
        )
        for name, setting in sorted(declared.items())
        if getattr(settings, name, None) is not None and not setting.is_right(getattr(settings, name))
    ]
