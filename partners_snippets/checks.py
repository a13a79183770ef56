"""What a host project can forget without an error at its start, and what its production settings must not keep."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Warning

MIDDLEWARE = "clairdroit.partners_snippets.middleware.OpeningHoursMiddleware"
SEE = "See docs/installing.md."


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if MIDDLEWARE not in settings.MIDDLEWARE:
        found.append(
            Warning(
                "A cache before the site does not learn for how long a page that says “open now” is true.",
                hint=f"Add '{MIDDLEWARE}' to MIDDLEWARE, before all others. {SEE}",
                id="clairdroit_partners_snippets.W001",
            )
        )
    if settings.TIME_ZONE in ("UTC", "America/Chicago"):
        found.append(
            Warning(
                f"Opening hours are read in the time zone '{settings.TIME_ZONE}', a default and no place in France.",
                hint=f"Set TIME_ZONE = 'Europe/Paris'. {SEE}",
                id="clairdroit_partners_snippets.W002",
            )
        )
    if apps.is_installed("django.contrib.staticfiles") and not finders.find("leaflet/leaflet.js"):
        found.append(
            Warning(
                "The files of the directory's map are not found.",
                hint=f"Add the 'static' folder of the package 'leaflet' to STATICFILES_DIRS. {SEE}",
                id="clairdroit_partners_snippets.W003",
            )
        )
    return found
