"""What a key of CLAIRDROIT_ENCRYPTION_KEYS looks like. It reads no settings: these ask it."""

import base64
import binascii
import dataclasses
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
EXPECTED = "44 characters, as `manage.py rotate_encryption_keys --new-key` writes them"


class KeyFormatError(ValueError):
    """A key of the setting that cannot be one. The message never holds the key itself."""


@dataclasses.dataclass(frozen=True)
class Key:
    """`id` stands in clear in front of each value: it tells which key opens it, and nothing of the key."""

    id: str
    secret: bytes = dataclasses.field(repr=False)
    cipher: AESGCM = dataclasses.field(repr=False, compare=False)


def make_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def parse_key(text: str) -> Key:
    try:
        secret = base64.b64decode(text.strip().encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise KeyFormatError(f"a key is not understood: it expects {EXPECTED}.") from error
    if len(secret) != KEY_BYTES:
        raise KeyFormatError(f"a key has {len(secret)} bytes instead of {KEY_BYTES}: it expects {EXPECTED}.")
    # Derived with a prefix of its own: the id shares no digest with any other use of the key.
    return Key(hashlib.sha256(b"clairdroit key id:" + secret).hexdigest()[:8], secret, AESGCM(secret))
