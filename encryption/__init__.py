"""What people write in confidence is stored encrypted: docs/confidentiality.md and ADR 17 say how and why.

Fields for one's own models; no word comes to stand in a table of somebody else's. No model of the apps above is known
here.
"""

from clairdroit.encryption.fields import (
    EncryptedCharField,
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedTextField,
)
from clairdroit.encryption.key_format import KeyFormatError, make_key
from clairdroit.encryption.values import (
    Unreadable,
    UnreadableTextError,
    is_current,
    is_sealed,
    open_sealed,
    seal,
)

__all__ = [
    "EncryptedCharField",
    "EncryptedEmailField",
    "EncryptedJSONField",
    "EncryptedTextField",
    "KeyFormatError",
    "Unreadable",
    "UnreadableTextError",
    "is_current",
    "is_sealed",
    "make_key",
    "open_sealed",
    "seal",
]
