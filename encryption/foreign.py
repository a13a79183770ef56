"""What other apps' tables keep of people's words, sealed on its way in and opened on its way out.

Their models stay theirs; the app whose words they are registers them. A row is sealed while it is saved and opened when
it is loaded; `update()` and `values()` go past both, and none of ours writes or reads words that way.
"""

import dataclasses
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_init, post_save, pre_save

from clairdroit.encryption.values import open_sealed, seal

KEPT = "_plain_columns"


@dataclasses.dataclass(frozen=True)
class TextColumn:
    name: str

    def to_stored(self, value: Any, bound_to: str) -> Any:
        return seal(value, bound_to) if isinstance(value, str) else value

    def to_plain(self, value: Any, bound_to: str) -> Any:
        return open_sealed(value, bound_to) if isinstance(value, str) else value


@dataclasses.dataclass(frozen=True)
class KeysColumn(TextColumn):
    """Of a JSON object, only the texts under these keys."""

    keys: tuple[str, ...]

    def to_stored(self, value: Any, bound_to: str) -> Any:
        return self._each(value, bound_to, seal)

    def to_plain(self, value: Any, bound_to: str) -> Any:
        return self._each(value, bound_to, open_sealed)

    def _each(self, value: Any, bound_to: str, change: Any) -> Any:
        if not isinstance(value, dict):
            return value
        changed = {key: change(value[key], bound_to) for key in self.keys if isinstance(value.get(key), str)}
        return {**value, **changed} if changed else value


@dataclasses.dataclass(frozen=True)
class ForeignTable:
    label: str
    columns: tuple[TextColumn, ...]

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def bound_to(self, column: TextColumn) -> str:
        return f"{self.label.lower()}.{column.name}"

    def connect(self) -> None:
        model, label = self.model, self.label
        # Strong references (weak=False): nothing else holds these bound methods.
        post_init.connect(self.open, sender=model, weak=False, dispatch_uid=f"clairdroit.open.{label}")
        pre_save.connect(self.seal, sender=model, weak=False, dispatch_uid=f"clairdroit.seal.{label}")
        post_save.connect(self.restore, sender=model, weak=False, dispatch_uid=f"clairdroit.restore.{label}")

    def open(self, instance: Model, **kwargs: Any) -> None:
        for column in self.columns:
            # A deferred column is not loaded for this.
            if column.name in instance.__dict__:
                plain = column.to_plain(instance.__dict__[column.name], self.bound_to(column))
                instance.__dict__[column.name] = plain

    def seal(self, instance: Model, **kwargs: Any) -> None:
        # A saving that failed has put nothing back.
        self.restore(instance)
        kept = {}
        for column in self.columns:
            if column.name in instance.__dict__:
                plain = instance.__dict__[column.name]
                stored = column.to_stored(plain, self.bound_to(column))
                instance.__dict__[column.name] = stored
                kept[column.name] = (stored, plain)
        instance.__dict__[KEPT] = kept

    def restore(self, instance: Model, **kwargs: Any) -> None:
        for name, (stored, plain) in instance.__dict__.pop(KEPT, {}).items():
            # Another receiver may have changed the value in between: then it stays changed.
            if instance.__dict__.get(name) is stored:
                instance.__dict__[name] = plain


# What the apps above have declared; rotation walks them beside the fields.
FOREIGN_TABLES: list[ForeignTable] = []


def register(table: ForeignTable) -> None:
    """For an app's `ready`: from then on the table's rows are sealed and opened."""
    FOREIGN_TABLES.append(table)
    table.connect()
