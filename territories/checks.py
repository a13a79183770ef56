from typing import Any

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

BASE = "clairdroit/base.html"


def check_base_template(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Asked here, by the app that no site of ours goes without: an app that was forgotten cannot ask for itself."""
    try:
        get_template(BASE)
    except TemplateDoesNotExist:
        return [
            Error(
                f"No page of the clairdroit apps can be shown: no template '{BASE}' is found.",
                hint=f"Add the app that brings '{BASE}' to INSTALLED_APPS, before the other clairdroit apps. "
                "See docs/installing.md.",
                id="clairdroit_territories.E001",
            )
        ]
    return []
