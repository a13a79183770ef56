"""Told at the start, where nothing is lost yet: nothing can be sealed without a key."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from clairdroit.encryption import conf
from clairdroit.encryption.sessions import SealedSerializer


def check_encryption_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What a key looks like is the setting's own rule."""
    if conf.encryption_keys():
        return []
    return [
        Error(
            "CLAIRDROIT_ENCRYPTION_KEYS is empty: no encrypted text can be stored or read.",
            hint="Set CLAIRDROIT_ENCRYPTION_KEYS to a list of keys; "
            "`manage.py rotate_encryption_keys --new-key` makes one. See docs/installing.md.",
            id="clairdroit_encryption.E001",
        )
    ]


def check_sessions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if issubclass(import_string(settings.SESSION_SERIALIZER), SealedSerializer):
        return []
    sentence = "SESSION_SERIALIZER writes sessions in clear, and with them what somebody had just typed of a question."
    hint = f'Set it to "{SealedSerializer.__module__}.{SealedSerializer.__name__}". See docs/installing.md.'
    return [Warning(sentence, hint=hint, id="clairdroit_encryption.W002")]
