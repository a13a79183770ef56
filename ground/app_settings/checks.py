from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from clairdroit.app_settings import declared


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Of each setting that is set: a value that no app could use stops the start."""
    return [
        Error(
            f"{setting.name}: {refusal}",
            hint="See docs/settings.md.",
            id="clairdroit_app_settings.E001",
        )
        for setting in sorted(declared, key=lambda setting: setting.name)
        if (value := getattr(settings, setting.name, None)) is not None and (refusal := setting.refusal(value))
    ]
