"""What citizens and partners write is stored encrypted: docs/confidentiality.md and ADR 17 say how and why.

Fields for one's own models, functions for what other apps' tables keep. Nothing here imports a model.
"""

from clairdroit.questions.encryption.fields import EncryptedCharField, EncryptedEmailField, EncryptedTextField
from clairdroit.questions.encryption.keys import KeyFormatError, make_key
from clairdroit.questions.encryption.values import (
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
