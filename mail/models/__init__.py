from clairdroit.mail.models.addresses import UnreachableAddress
from clairdroit.mail.models.attempts import DeliveryAttempt
from clairdroit.mail.models.digests import DigestChoice
from clairdroit.mail.models.outbox import OutboxMail
from clairdroit.mail.models.parts import MailPart, MailPiece

__all__ = [
    "DeliveryAttempt",
    "DigestChoice",
    "MailPart",
    "MailPiece",
    "OutboxMail",
    "UnreachableAddress",
]
