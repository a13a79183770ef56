"""What limits count loses nothing, whichever of the documented caches holds it and however many come at once."""

import json

import pytest
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from clairdroit.public_forms.caches import counts_each, forget_expired
from clairdroit.retention.enforcing import enforce
from tests.partners_snippets.races import AT_ONCE, ROUNDS, TIMES
from tests.programs import DATABASES, migrated, run

OURS = "clairdroit.public_forms.caches.CountingDatabaseCache"
EVERY_NUMBER_ONCE = [list(range(1, AT_ONCE * TIMES + 1))] * ROUNDS


def counted(cache, url):
    return json.loads(run(["-m", "tests.partners_snippets.races", cache], url))


@pytest.mark.django_db
@pytest.mark.parametrize("vendor", DATABASES)
def test_of_many_at_once_each_is_counted_in_the_database(vendor, tmp_path):
    with migrated(vendor, tmp_path) as url:
        assert counted("database", url) == EVERY_NUMBER_ONCE


@pytest.mark.parametrize("cache", ["memory", pytest.param("redis", marks=pytest.mark.redis)])
def test_of_many_at_once_each_is_counted_outside_it(cache):
    assert counted(cache, "sqlite://:memory:") == EVERY_NUMBER_ONCE


@pytest.fixture
def table(db, settings):
    settings.CACHES = {"default": {"BACKEND": OURS, "LOCATION": "counts"}}
    call_command("createcachetable", verbosity=0)
    return caches["default"]


def test_it_counts_up_and_down_and_knows_what_it_does_not_hold(table):
    with pytest.raises(ValueError, match="essai"):
        table.incr("essai")
    assert table.add("essai", 1)
    assert (table.incr("essai"), table.incr("essai", 5), table.decr("essai", 2)) == (2, 7, 5)
    assert table.get("essai") == 5
    assert table.incr("essai", version=1) == 6
    with pytest.raises(ValueError, match="essai"):
        table.incr("essai", version=2)


def test_an_entry_that_has_ended_is_none(table):
    table.set("essai", 3, timeout=-1)
    with pytest.raises(ValueError, match="essai"):
        table.incr("essai")


def rows_in(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {table.cache_model_class._meta.db_table}")
        return [key.rpartition(":")[2] for (key,) in cursor.fetchall()]


def test_what_has_ended_goes_in_the_night_though_nobody_asks_for_it_again(table, time_machine):
    """A visitor's address is counted under a key of its day: the next day asks for another one."""
    time_machine.move_to("2026-11-30T10:00:00+01:00", tick=False)
    table.set("heure", 3, timeout=3600)
    table.set("toujours", 3, timeout=None)
    table.set("semaine", 3, timeout=7 * 24 * 3600)
    time_machine.move_to("2026-11-30T10:59:00+01:00", tick=False)
    forget_expired()
    assert sorted(rows_in(table)) == ["heure", "semaine", "toujours"]
    time_machine.move_to("2026-12-01T02:40:00+01:00", tick=False)
    enforce()
    assert sorted(rows_in(table)) == ["semaine", "toujours"]


def test_the_row_is_held_before_it_is_read(table):
    table.add("essai", 1)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        table.incr("essai")
    statements = [query["sql"].split()[0] for query in seen.captured_queries]
    assert statements.index("UPDATE") < statements.index("SELECT")


def test_what_cannot_be_written_still_counts_for_its_own_request(table):
    table.add("essai", 20)

    def full(execute, sql, *args):
        if sql.startswith("UPDATE"):
            raise OperationalError("database or disk is full")
        return execute(sql, *args)

    with connection.execute_wrapper(full):
        assert table.incr("essai") == 21
    assert table.get("essai") == 20


def test_a_count_ends_when_its_entry_was_to_end(table):
    table.add("essai", 1, timeout=5000)
    with connection.cursor() as cursor:
        ends = "SELECT expires FROM counts"
        cursor.execute(ends)
        first = cursor.fetchone()
        table.incr("essai")
        cursor.execute(ends)
        assert cursor.fetchone() == first


def test_a_cache_that_counts_in_two_steps_is_known(table, tmp_path):
    assert counts_each(table)
    assert not counts_each(FileBasedCache(str(tmp_path), {}))
