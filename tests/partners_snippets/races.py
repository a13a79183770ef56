"""Forms sent at the same instant, counted in a cache with real commits. Run as a program: `test_counts.py` does.

It prints one JSON object: which numbers were given in each round, and what the cache holds after it.
"""

import datetime
import json
import os
import sys
import uuid

import django
from django.conf import settings

ROUNDS, AT_ONCE, TIMES = 3, 6, 5
# Never two stretches within a test.
WITHIN = datetime.timedelta(days=10_000)
CACHES = {
    "database": {"BACKEND": "clairdroit.public_forms.caches.CountingDatabaseCache", "LOCATION": "counts"},
    "redis": {"BACKEND": "config.caches.RedisOrMemoryCache", "LOCATION": os.environ.get("REDIS_URL", "")},
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}


def race():
    from clairdroit.public_forms import times_counted
    from tests.races import at_once

    name = uuid.uuid4().hex

    def send():
        return [times_counted(name, "203.0.113.9", within=WITHIN) for _each in range(TIMES)]

    return sorted(number for given in at_once(*[send] * AT_ONCE) for number in given)


if __name__ == "__main__":
    settings.CACHES = {"default": CACHES[sys.argv[1]]}
    django.setup()
    from django.core.management import call_command

    if sys.argv[1] == "database":
        call_command("createcachetable", verbosity=0)
    json.dump([race() for _each in range(ROUNDS)], sys.stdout)
