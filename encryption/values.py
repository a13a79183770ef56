"""One value, sealed and opened again.

A sealed value is text: `e1:<key id>:<nonce, ciphertext and tag in base64>` (AES-256-GCM). `bound_to` names the
column and is authenticated with it, so that a value copied into another column does not open there. A random
nonce of 96 bits is safe for some four thousand million values per key, far beyond what a town writes.
"""

import base64
import binascii
import re
import secrets

from cryptography.exceptions import InvalidTag
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from clairdroit.encryption.keys import keyring

VERSION = "e1"
NONCE_BYTES = 12
SEALED = re.compile(r"e1:([0-9a-f]{8}):([A-Za-z0-9_-]{38,}={0,2})")


class UnreadableTextError(PermissionDenied):
    """Something would be written over, or built upon, a text whose key is missing.

    A refusal of permission, so that every screen answers it with a page and not with a failure.
    """

    def __init__(self) -> None:
        super().__init__(_("A text cannot be read, because its key is missing. It is kept, and nothing was changed."))


class Unreadable(str):
    """Stands where a value could not be opened: reads as a sentence, and is written back as it was (`stored`)."""

    stored: str

    def __new__(cls, stored: str) -> "Unreadable":
        made = super().__new__(cls, _("This text cannot be read, because its key is missing. It is kept."))
        made.stored = stored
        return made


def seal(text: str, bound_to: str) -> str:
    """Encrypts with the first key. An empty text stays empty: that it is empty is no secret, and is searched for."""
    # Written back as it was found: saving a row does not destroy what a missing key keeps closed.
    if isinstance(text, Unreadable):
        return text.stored
    if not text:
        return ""
    # A nonce must never come twice under one key (NIST SP 800-38D, 8): random, not counted, as several machines may
    # write.
    key, nonce = keyring()[0], secrets.token_bytes(NONCE_BYTES)
    sealed = key.cipher.encrypt(nonce, text.encode(), bound_to.encode())
    return f"{VERSION}:{key.id}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def open_sealed(stored: str, bound_to: str) -> str:
    """The text; `stored` itself when it was never sealed; an `Unreadable` when its key is missing or it is damaged."""
    found = SEALED.fullmatch(stored)
    if found is None:
        return stored
    try:
        raw = base64.b64decode(found[2], altchars=b"-_", validate=True)
        # The id chooses the key; the tag (GCM) proves that it was the right one and nothing was altered.
        for key in keyring():
            if key.id == found[1]:
                return key.cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode()
    except (InvalidTag, binascii.Error, UnicodeDecodeError):
        pass
    return Unreadable(stored)


def is_sealed(stored: str) -> bool:
    return SEALED.fullmatch(stored) is not None


def is_current(stored: str) -> bool:
    """Whether nothing is left to do with it: empty, or sealed with the key that encrypts now."""
    return not stored or stored.startswith(current_prefix())


def current_prefix() -> str:
    return f"{VERSION}:{keyring()[0].id}:"
