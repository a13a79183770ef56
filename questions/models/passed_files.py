from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedTextField
from clairdroit.mail.models.pieces import PIECE_BYTES, Piece
from clairdroit.questions.models.incoming import IncomingMail
from clairdroit.questions.models.questions import Assignment


class PassedFile(models.Model):
    """An attachment as it was passed on to one partner (`passing`): the copy that it downloads."""

    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="passed_files")
    number = models.PositiveSmallIntegerField(_("number of the attachment"))
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="passed_files")
    name = EncryptedTextField(_("name"))
    content_type = models.CharField(_("type"), max_length=40)
    passed_at = models.DateTimeField(_("passed on"), default=timezone.now)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("attachment passed on")
        verbose_name_plural = _("attachments passed on")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mail", "number", "assignment"], name="attachment_passed_on_once")
        ]

    def __str__(self) -> str:
        # Not its name: this one stands in logs.
        return f"{self.mail_id}/{self.number} → {self.assignment_id}"

    def write(self, data: bytes) -> None:
        PassedPiece.objects.bulk_create(
            PassedPiece(file=self, number=number, data=data[at : at + PIECE_BYTES].decode("latin-1"))
            for number, at in enumerate(range(0, len(data), PIECE_BYTES))
        )

    def read(self) -> bytes:
        """UnreadableTextError: its key is missing."""
        return b"".join(Piece.bytes_of(self.pieces.order_by("number")))


class PassedPiece(Piece):
    """As of a received e-mail: no large value in one row."""

    file = models.ForeignKey(PassedFile, on_delete=models.CASCADE, related_name="pieces")

    class Meta:
        verbose_name = _("piece of an attachment passed on")
        verbose_name_plural = _("pieces of attachments passed on")
        ordering = ["file", "number"]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}"
