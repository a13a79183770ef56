"""Settings of this app: docs/settings.md lists them."""

from collections.abc import Sequence
from typing import Any

from clairdroit.app_settings import Setting, split_at_commas
from clairdroit.encryption.key_format import EXPECTED, parse_key


def _are_keys(value: Any) -> bool:
    """Raises KeyFormatError, whose sentence says what is wrong with a key without showing it."""
    return isinstance(value, list | tuple) and all(isinstance(each, str) and parse_key(each) for each in value)


# The first encrypts, all decrypt. `checks.check_encryption_keys` asks whether there is one.
encryption_keys: Setting[Sequence[str]] = Setting(
    "CLAIRDROIT_ENCRYPTION_KEYS",
    (),
    f"a list of keys, each of {EXPECTED}",
    _are_keys,
    split_at_commas,
    f"keys, separated by commas, each of {EXPECTED}",
)
