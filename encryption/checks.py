"""Told at the start, where nothing is lost yet: nothing can be sealed without a key."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from clairdroit.encryption.keys import KeyFormatError, keyring


def check_encryption_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        keyring()
    except KeyFormatError as error:
        sentence = f"CLAIRDROIT_ENCRYPTION_KEYS: {error}"
    except ImproperlyConfigured as error:
        sentence = str(error)
    else:
        return []
    hint = (
        "Set CLAIRDROIT_ENCRYPTION_KEYS to a list of keys; `manage.py rotate_encryption_keys --new-key` makes one. "
        "See docs/installing.md."
    )
    return [Error(sentence, hint=hint, id="clairdroit_encryption.E001")]
