"""The keys of CLAIRDROIT_ENCRYPTION_KEYS: the first encrypts, all decrypt."""

import functools

from django.core.exceptions import ImproperlyConfigured

from clairdroit.encryption import conf
from clairdroit.encryption.key_format import Key, parse_key


def keyring() -> tuple[Key, ...]:
    """All keys, the one that encrypts first. Raises KeyFormatError, and ImproperlyConfigured without any."""
    keys = _parsed(tuple(conf.encryption_keys()))
    if not keys:
        raise ImproperlyConfigured("CLAIRDROIT_ENCRYPTION_KEYS is empty: no encrypted text can be stored or read.")
    return keys


@functools.lru_cache(maxsize=8)
def _parsed(texts: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple(map(parse_key, texts))
