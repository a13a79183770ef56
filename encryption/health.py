"""Whether texts that are stored still have their keys, for whoever watches a site."""

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Substr

from clairdroit.encryption.key_format import KeyFormatError
from clairdroit.encryption.keys import keyring
from clairdroit.encryption.values import VERSION

# `e1:` and the eight characters of a key's id.
PREFIX = len(VERSION) + 9


def missing_keys(rows: QuerySet, column: str) -> set[str]:
    """The ids of keys that sealed this column of these rows, and that the setting does not hold.

    Raises ImproperlyConfigured where there is no key at all, or one that cannot be read. It reads the first
    characters of each value: some milliseconds for ten thousand rows.
    """
    try:
        known = {key.id for key in keyring()}
    except KeyFormatError as error:
        raise ImproperlyConfigured(str(error)) from error
    # Cast, as the field's own from_db_value would open what is cut off here.
    start = Substr(Cast(column, TextField()), 1, PREFIX)
    found = rows.exclude(**{column: ""}).order_by().annotate(key_name=start).values_list("key_name", flat=True)
    sealed_by = {name.removeprefix(f"{VERSION}:") for name in found.distinct() if name.startswith(f"{VERSION}:")}
    return sealed_by - known
