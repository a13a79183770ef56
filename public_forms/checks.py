"""What a host project can forget without an error at its start: limits that would count too little."""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Warning

from clairdroit.public_forms.caches import counts_each

SEE = "See docs/installing.md."


def check_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """For `check --deploy`: one process alone, in development, counts well enough."""
    cache = caches["default"]
    if isinstance(cache, LocMemCache | DummyCache):
        return [
            Warning(
                "The rate limit of public forms counts in each process alone, or not at all.",
                hint=f"Set the default of CACHES to one that all processes share: Redis, or the database. {SEE}",
                id="clairdroit_public_forms.W001",
            )
        ]
    if not counts_each(cache):
        return [
            Warning(
                "Of several uses of a public form at once the rate limit counts one.",
                hint="Set the default of CACHES to Redis, or for the database to "
                f"clairdroit.public_forms.caches.CountingDatabaseCache. {SEE}",
                id="clairdroit_public_forms.W002",
            )
        ]
    return []
