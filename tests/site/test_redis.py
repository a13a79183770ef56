import os

import pytest
from django.core.cache import caches
from django.test import override_settings


@pytest.mark.redis
def test_counters_and_expiry_work_on_redis():
    location = os.environ["REDIS_URL"]
    with override_settings(
        CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location}}
    ):
        cache = caches["default"]
        cache.delete("clairdroit-test")
        assert cache.add("clairdroit-test", 0, timeout=30)
        assert not cache.add("clairdroit-test", 0, timeout=30)
        assert cache.incr("clairdroit-test") == 1
        cache.delete("clairdroit-test")
