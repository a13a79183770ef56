from collections.abc import Iterable, Iterator

from django.db import models

from clairdroit.encryption import EncryptedTextField, Unreadable, UnreadableTextError

PIECE_BYTES = 1 << 20


class Piece(models.Model):
    """A stretch of something large, which never lies in one database value. Each kind names what it is a piece of."""

    number = models.PositiveIntegerField()
    # Bytes as latin-1 characters: the encrypted fields hold text.
    data = EncryptedTextField()

    class Meta:
        abstract = True

    @staticmethod
    def bytes_of(pieces: "Iterable[Piece]") -> Iterator[bytes]:
        """Raises UnreadableTextError at a piece whose key is missing: the sentence for it is none of the bytes."""
        for piece in pieces:
            if isinstance(piece.data, Unreadable):
                raise UnreadableTextError
            yield piece.data.encode("latin-1", "replace")
