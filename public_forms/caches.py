"""A count in the database that loses none of several made at once; Redis and memory have one of their own."""

import base64
import pickle

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router, transaction
from django.utils import timezone


class CountingDatabaseCache(DatabaseCache):
    """Django's reads a number and writes the next one: of two requests at once, one would not be counted."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        stored_key = self.make_and_validate_key(key, version=version)
        using = router.db_for_write(self.cache_model_class)
        quoted = connections[using].ops.quote_name
        table, key_column, value_column = (
            quoted(self.cache_model_class._meta.db_table),
            quoted("cache_key"),
            quoted("value"),
        )
        known: int | None = None
        try:
            with transaction.atomic(using=using), connections[using].cursor() as cursor:
                # Changes nothing, and holds the row (SQLite: the file) until the new number is written. A SELECT first
                # would read what another request is about to change.
                cursor.execute(f"UPDATE {table} SET {key_column} = {key_column} WHERE {key_column} = %s", [stored_key])
                # Without a row nothing is held, and one that another request adds now must not be read.
                known = self.get(key, version=version) if cursor.rowcount else None
                if known is None:
                    raise ValueError(f"Key {key!r} not found")
                # As Django's own `get` reads it. The entry ends when it was to end.
                value = base64.b64encode(pickle.dumps(known + delta, self.pickle_protocol)).decode("ascii")
                cursor.execute(
                    f"UPDATE {table} SET {value_column} = %s WHERE {key_column} = %s",
                    [value, stored_key],
                )
        except DatabaseError:
            # The disk is full: what was counted before still counts, and this one does so for its own request.
            known = self.get(key, 0, version)
        return (known or 0) + delta

    def decr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self.incr(key, -delta, version)


def counts_each(cache: BaseCache) -> bool:
    """Whether counting is one step in this cache: Django's own for a database and for files take two."""
    return type(cache).incr is not BaseCache.incr


def forget_expired() -> None:
    """Of caches in a database, whose entries lie there until they are asked for again or the cache is full: those of
    a visitor's address never are."""
    for cache in caches.all(initialized_only=False):
        if isinstance(cache, DatabaseCache):
            using = router.db_for_write(cache.cache_model_class)
            ops = connections[using].ops
            table, expires = ops.quote_name(cache.cache_model_class._meta.db_table), ops.quote_name("expires")
            with connections[using].cursor() as cursor:
                # As Django writes the moment: to the second, in UTC where time zones are used.
                now = ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
                cursor.execute(f"DELETE FROM {table} WHERE {expires} < %s", [now])
