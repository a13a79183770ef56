"""Every sealed value of the database, brought to the key that encrypts now; what stands in clear is sealed.

How far it came need not be remembered: a value says itself which key sealed it. Rows are taken in batches, each in a
transaction that holds them, so the site may run meanwhile, and a stop at any instant leaves nothing half done.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast
from wagtail.models import Revision

from clairdroit.encryption.fields import EncryptedMixin
from clairdroit.encryption.values import Unreadable, is_current, open_sealed, seal

BATCH = 100


@dataclasses.dataclass
class Count:
    """Values of one table: looked at, not under the current key (`due`), and those whose key is missing."""

    rows: int = 0
    due: int = 0
    unreadable: int = 0


@dataclasses.dataclass(frozen=True)
class Column:
    """How one column is read and written without the code that seals and opens it."""

    name: str
    read: Any
    reseal: Callable[[Any, Count], Any]
    write: Callable[[Any], Any]


@dataclasses.dataclass(frozen=True)
class Store:
    label: str
    rows: models.QuerySet
    columns: tuple[Column, ...]

    def walk(self, *, dry_run: bool = False) -> Iterator[Count]:
        """Yields the figures so far after each batch."""
        count, last = Count(), None
        while True:
            with transaction.atomic():
                found = self._batch(last)
                for row in found:
                    self._reseal(row, count, dry_run=dry_run)
            if found:
                # By key, not by OFFSET: rows that come or go meanwhile move no batch.
                last = found[-1]["pk"]
                count.rows += len(found)
            yield count
            if len(found) < BATCH:
                return

    def _batch(self, last: Any) -> list[dict[str, Any]]:
        # A row that the site is saving is waited for, and read as it is afterwards.
        rows = self.rows.order_by("pk").select_for_update()
        if last is not None:
            rows = rows.filter(pk__gt=last)
        raw = {f"raw_{column.name}": column.read for column in self.columns}
        return list(rows.annotate(**raw).values("pk", *raw)[:BATCH])

    def _reseal(self, row: dict[str, Any], count: Count, *, dry_run: bool) -> None:
        before = count.due
        changed = {}
        for column in self.columns:
            raw = row[f"raw_{column.name}"]
            new = column.reseal(raw, count)
            if new != raw:
                changed[column.name] = column.write(new)
        # Only what changed is written: a row whose key is missing stays as it is.
        if count.due > before and not dry_run:
            self.rows.model._base_manager.filter(pk=row["pk"]).update(**changed)


def stores() -> list[Store]:
    """All that `apps` knows: fields of any app, and Wagtail's revisions of ours."""
    found: list[Store] = []
    for model in apps.get_models():
        fields = encrypted_fields(model)
        if fields:
            found.append(Store(model._meta.label, model._base_manager.all(), tuple(map(_own_column, fields))))
            revisions = _revisions(model, fields)
            if revisions is not None:
                found.append(revisions)
    return found


def encrypted_fields(model: type[models.Model]) -> list[EncryptedMixin]:
    if model._meta.proxy:
        return []
    return [field for field in model._meta.local_fields if isinstance(field, EncryptedMixin)]


def _text(raw: Any, bound_to: str, count: Count) -> Any:
    if not isinstance(raw, str) or is_current(raw):
        return raw
    opened = open_sealed(raw, bound_to)
    if isinstance(opened, Unreadable):
        count.unreadable += 1
        return raw
    count.due += 1
    return seal(opened, bound_to)


def _own_column(field: EncryptedMixin) -> Column:
    return _text_column(field.attname, field.bound_to)


def _text_column(name: str, bound_to: str) -> Column:
    return Column(
        name,
        Cast(name, models.TextField()),
        lambda raw, count: _text(raw, bound_to, count),
        lambda new: Value(new, models.TextField()),
    )


def _revisions(model: type[models.Model], fields: list[EncryptedMixin]) -> Store | None:
    if not hasattr(model, "revisions"):
        return None

    def reseal(raw: Any, count: Count) -> Any:
        return {**raw, **{f.name: _text(raw.get(f.name), f.bound_to, count) for f in fields if f.name in raw}}

    content_types = ContentType.objects.get_for_models(model, for_concrete_models=False)
    rows = Revision.objects.filter(content_type__in=[each.pk for each in content_types.values()])
    column = Column("content", models.F("content"), reseal, lambda new: new)
    return Store(f"{model._meta.label} (revisions)", rows, (column,))
