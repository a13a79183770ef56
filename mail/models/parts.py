from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.mime.base import MIMEBase
from email.policy import Policy, compat32
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.message import SafeMIMEText
from django.db import models
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedTextField, Unreadable, UnreadableTextError
from clairdroit.mail.enums import PartKind
from clairdroit.mail.models.outbox import OutboxMail
from clairdroit.mail.models.pieces import PIECE_BYTES, Piece


class MailPart(models.Model):
    """What a mail has beside its text: attachments, further alternatives, parts that were handed over ready made."""

    mail = models.ForeignKey(OutboxMail, on_delete=models.CASCADE, related_name="parts", verbose_name=_("e-mail"))
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=PartKind.choices)
    name = EncryptedTextField(_("name of the file"), blank=True)
    content_type = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("part of an e-mail sent")
        verbose_name_plural = _("parts of e-mails sent")
        ordering = ["mail", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mail", "number"], name="mail_part_stands_once"),
            models.CheckConstraint(name="mail_part_kind_is_known", condition=models.Q(kind__in=PartKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.mail_id}/{self.number}"

    def keep(self, content: bytes) -> None:
        """Its content, in pieces; the row must have been saved."""
        MailPiece.objects.bulk_create(
            MailPiece(part=self, number=number, data=piece.decode("latin-1"))
            for number, piece in enumerate(_cut(content))
        )

    @property
    def content(self) -> bytes:
        return b"".join(Piece.bytes_of(self.pieces.all()))

    def put_into(self, message: EmailMultiAlternatives) -> EmailMessage:
        """The message with this part; another one where the part is the whole of it."""
        if isinstance(self.name, Unreadable):
            raise UnreadableTextError
        match self.kind:
            case PartKind.ALTERNATIVE:
                # A text was kept in UTF-8, whatever it says of itself: it is written in the charset of the message.
                is_text = self.content_type.startswith("text/")
                message.attach_alternative(self.content.decode() if is_text else self.content, self.content_type)
            case PartKind.ATTACHMENT:
                message.attach(self.name or None, self.content, self.content_type)
            case PartKind.MIME:
                message.attach(message_from_bytes(self.content, _class=ReadyPart))
            case PartKind.MESSAGE:
                return WrittenMessage(message, self.content)
        return message


class MailPiece(Piece):
    part = models.ForeignKey(MailPart, on_delete=models.CASCADE, related_name="pieces", verbose_name=_("part"))

    class Meta:
        verbose_name = _("piece of a part")
        verbose_name_plural = _("pieces of parts")
        ordering = ["part", "number"]
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="mail_piece_stands_once")]

    def __str__(self) -> str:
        return f"{self.part_id}/{self.number}"


class ReadyPart(MIMEBase):
    """As a parser makes it, which learns the type from the headers."""

    def __init__(self, policy: Policy = compat32) -> None:
        Message.__init__(self, policy=policy)


class ReadyMessage(SafeMIMEText):
    """As a parser makes it, with the line endings that Django's back-ends ask for."""

    def __init__(self, policy: Policy = compat32) -> None:
        Message.__init__(self, policy=policy)


class WrittenMessage(EmailMessage):
    """A message that is sent as it was written, to whom its row says."""

    def __init__(self, row: EmailMessage, content: bytes) -> None:
        super().__init__(
            subject=row.subject,
            body=row.body,
            from_email=row.from_email,
            to=row.to,
            cc=row.cc,
            bcc=row.bcc,
            headers=row.extra_headers,
        )
        self._content = content

    def message(self, *, policy: Any = None) -> Any:
        # Django 6 asks for a message of its policy, which ends the lines as SMTP wants them.
        if policy is not None:
            return message_from_bytes(self._content, policy=policy)
        return message_from_bytes(self._content, _class=ReadyMessage)


def _cut(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE_BYTES):
        yield content[start : start + PIECE_BYTES]
