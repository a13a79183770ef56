import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5


class RedisOrMemoryCache(RedisCache):
    """Redis, and each process's own memory while that does not answer: what is counted there stays limited meanwhile.

    After a failure Redis is left alone for PAUSE_SECONDS, so that not every request waits for it.
    """

    # For all threads, each of which has a cache of its own.
    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-away", {**params, "OPTIONS": {}})

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        cls = type(self)
        if time.monotonic() >= cls.away_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except RedisError as error:
                logger.error("Redis does not answer", extra={"reason": type(error).__name__})
                cls.away_until = time.monotonic() + PAUSE_SECONDS
        return getattr(self.memory, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[str]:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._ask("delete_many", *args, **kwargs)

    def clear(self) -> None:
        self._ask("clear")
