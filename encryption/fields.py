"""Model fields that are encrypted in the database and plain everywhere else, forms and validation included.

Only "is it empty?" can be asked of the database. Wagtail's revisions and `dumpdata` hold the encrypted form.
"""

import json
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption.values import Unreadable, UnreadableTextError, open_sealed, seal


class EmptyOnly(Exact):
    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("An encrypted field can only be compared with the empty text.")
        return ""


class Keeper(DeferredAttribute):
    """Remembers an unreadable value that something else was assigned over, so that no save replaces it.

    `QuerySet.update` does: that is how data is erased without its key.
    """

    field: models.Field

    def __set__(self, instance: models.Model, value: Any) -> None:
        values, name = instance.__dict__, self.field.attname
        if isinstance(value, Unreadable):
            # Loaded anew, or put back: nothing is being written over.
            values.pop(kept_name(name), None)
        elif isinstance(values.get(name), Unreadable):
            values[kept_name(name)] = values[name]
        values[name] = value


def kept_name(name: str) -> str:
    return f"_{name}_kept"


class EncryptedMixin(models.Field):
    """`bound_to` keeps values readable after a column or its model was renamed: the former `app.model.field`."""

    descriptor_class = Keeper

    def __init__(self, *args: Any, bound_to: str = "", **kwargs: Any) -> None:
        self._bound_to = bound_to
        super().__init__(*args, **kwargs)

    @property
    def bound_to(self) -> str:
        return self._bound_to or f"{self.model._meta.label_lower}.{self.name}"

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self._bound_to:
            kwargs["bound_to"] = self._bound_to
        # The public name in migrations: they stay valid when this module moves.
        return name, path.replace(".encryption.fields.", ".encryption."), args, kwargs

    # What is sealed is longer than what was typed, by a third and some fifty characters: no column limit fits.
    def get_internal_type(self) -> str:
        return "TextField"

    def get_lookup(self, lookup_name: str) -> Any:
        # Every other lookup is None, which Django refuses: a nonce makes equal texts unequal in the column.
        return {"exact": EmptyOnly, "isnull": super().get_lookup("isnull")}.get(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        # Not to_python, as a TextField does: what a person typed is never taken for a sealed value.
        return value if value is None or isinstance(value, Unreadable) else str(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        return value if value is None else seal(value, self.bound_to)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value is None else open_sealed(value, self.bound_to)

    def value_to_string(self, obj: models.Model) -> str:
        """For serialisers: a revision and a dump hold what the column holds."""
        value = self.value_from_object(obj)
        return "" if value is None else seal(self.get_prep_value(value), self.bound_to)

    def to_python(self, value: Any) -> Any:
        """For deserialisers alone; forms come through `clean`."""
        return value if value is None or isinstance(value, Unreadable) else open_sealed(str(value), self.bound_to)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if model_instance is not None and kept_name(self.attname) in model_instance.__dict__:
            raise ValidationError(
                _("The former text cannot be read, because its key is missing. It is kept, and nothing was changed."),
                code="unreadable",
            )
        if isinstance(value, Unreadable):
            return value
        value = value if value is None else str(value)
        self.validate(value, model_instance)
        self.run_validators(value)
        return value

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        current = self.value_from_object(instance)
        # The sentence came back from the form untouched: nothing was written.
        if not (isinstance(current, Unreadable) and data == str(current)):
            super().save_form_data(instance, data)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if kept_name(self.attname) in model_instance.__dict__:
            raise UnreadableTextError
        return super().pre_save(model_instance, add)


class EncryptedTextField(EncryptedMixin, models.TextField):
    pass


class EncryptedCharField(EncryptedMixin, models.CharField):
    """`max_length` counts the characters that a person typed; the column has no limit."""


class EncryptedEmailField(EncryptedMixin, models.EmailField):
    pass


class EncryptedJSONField(EncryptedTextField):
    """A list or an object, sealed as a whole. An empty one is the empty column, so that it can be asked for; it is read
    as the field's default."""

    # For the type checker: not a text, as of its twins.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            return value
        return json.dumps(value) if value else ""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return self._opened(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Any:
        """A dump holds what the column holds, sealed or, of a column that was not, in clear."""
        return self._opened(super().to_python(value)) if isinstance(value, str) else value

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if isinstance(value, Unreadable):
            return value
        self.validate(value, model_instance)
        self.run_validators(value)
        return value

    def _opened(self, value: Any) -> Any:
        if not value:
            return self.get_default()
        return value if isinstance(value, Unreadable) else json.loads(value)
