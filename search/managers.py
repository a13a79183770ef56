from collections.abc import Collection
from datetime import timedelta
from typing import Self

from django.db import connections, models
from django.utils import timezone

LATE_MINUTES = 10


class SearchDocumentQuerySet(models.QuerySet):
    def live(self) -> Self:
        """What readers find; the rest is being built by `rebuild_search`."""
        return self.filter(is_live=True)

    def staged(self) -> Self:
        return self.filter(is_live=False)

    def of(self, kind: str, keys: Collection[str]) -> Self:
        return self.filter(kind=kind, object_key__in=keys)


class MirrorChangeQuerySet(models.QuerySet):
    def note(self, kind: str, keys: Collection[str]) -> None:
        self.bulk_create([self.model(kind=kind, object_key=key) for key in keys])

    def note_kind(self, kind: str) -> None:
        """Every object of the kind that has a row; in the database itself, since they can be very many."""
        table = self.model._meta.db_table
        documents = self.model._meta.apps.get_model("clairdroit_search", "SearchDocument")._meta.db_table
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (kind, object_key, made_at) "
                f"SELECT DISTINCT kind, object_key, CURRENT_TIMESTAMP FROM {documents} WHERE kind = %s",
                [kind],
            )

    def late(self) -> Self:
        """Waiting for so long that the server or the worker must be down."""
        return self.filter(made_at__lt=timezone.now() - timedelta(minutes=LATE_MINUTES))
