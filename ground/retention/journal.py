from django.db import connection


def empty_journal() -> None:
    """SQLite's journal keeps former pages until it is written over; PostgreSQL's rows go with the next vacuum."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
