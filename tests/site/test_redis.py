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


@pytest.fixture
def away():
    """A cache whose Redis nobody answers for: port 1 is never listened to."""
    from config.caches import RedisOrMemoryCache

    RedisOrMemoryCache.away_until = 0
    backend = {"BACKEND": "config.caches.RedisOrMemoryCache", "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": backend}):
        caches["default"].memory.clear()
        yield caches["default"]
        caches["default"].memory.clear()
    RedisOrMemoryCache.away_until = 0


def test_without_an_answer_from_redis_this_process_counts_by_itself(away, caplog):
    assert away.get("tries", "none") == "none"
    assert away.add("tries", 1, timeout=30)
    assert not away.add("tries", 1, timeout=30)
    assert away.incr("tries") == 2
    away.set_many({"a": 1, "b": 2})
    assert away.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    away.delete_many(["a"])
    assert not away.has_key("a")
    assert away.touch("b")
    assert away.get_or_set("d", 4) == 4
    away.delete("tries")
    with pytest.raises(ValueError, match="tries"):
        away.incr("tries")
    # It is asked once, and then left alone for a while.
    assert caplog.text.count("Redis does not answer") == 1


@pytest.mark.redis
def test_redis_is_asked_again_after_a_while(away):
    from config.caches import RedisOrMemoryCache

    away.set("kept", "in memory")
    backend = {"BACKEND": "config.caches.RedisOrMemoryCache", "LOCATION": os.environ["REDIS_URL"]}
    with override_settings(CACHES={"default": backend}):
        RedisOrMemoryCache.away_until = 0
        caches["default"].set("clairdroit-test", "in Redis", timeout=30)
        assert caches["default"].get("clairdroit-test") == "in Redis"
        caches["default"].delete("clairdroit-test")
        assert caches["default"].get("kept") is None


@pytest.mark.django_db
def test_every_page_opens_without_redis(away, client):
    assert client.get("/poser-ma-question/").status_code == 200
