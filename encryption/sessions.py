"""`SESSION_SERIALIZER`: what a session holds lies sealed in its table.

Django's own is signed and packed, which anybody unpacks. A message that is too long for its cookie waits there until
the next page shows it, and may quote what somebody had just written about a question.
"""

from typing import Any

from django.core.signing import JSONSerializer

from clairdroit.encryption.values import Unreadable, UnreadableTextError, open_sealed, seal

BOUND_TO = "django_session.session_data"


class SealedSerializer(JSONSerializer):
    def dumps(self, obj: Any) -> bytes:
        return seal(super().dumps(obj).decode("latin-1"), BOUND_TO).encode("ascii")

    def loads(self, data: bytes) -> Any:
        """A session from before, which is signed all the same, goes on. Of one whose key is gone Django makes an empty
        one: its person signs in again."""
        text = open_sealed(data.decode("latin-1"), BOUND_TO)
        if isinstance(text, Unreadable):
            raise UnreadableTextError
        return super().loads(text.encode("latin-1"))
