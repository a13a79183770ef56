"""`EMAIL_BACKEND`: what Django, Wagtail and other apps send becomes a row of the outbox, and waits for the worker."""

from collections.abc import Sequence
from email.message import Message
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import DEFAULT_ATTACHMENT_MIME_TYPE
from django.db import DatabaseError, transaction
from django.utils.encoding import force_bytes

from clairdroit.mail.enums import PartKind
from clairdroit.mail.models import MailPart, OutboxMail
from clairdroit.mail.outbox import new_message_id

HTML = "text/html"
# Django's own way of writing a message; a class that has another one (signed, encrypted) is taken at its word.
DJANGO_WRITES = (EmailMessage.message, EmailMultiAlternatives.message)


class OutboxBackend(BaseEmailBackend):
    """No row of these is shown to anybody: a mail about an account holds the key to it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        filed = 0
        for message in email_messages:
            if not message.recipients():
                continue
            try:
                # All of it or nothing; and a caller's transaction outlives a failure that the caller wants silent.
                with transaction.atomic():
                    file(message)
            except DatabaseError:
                if not self.fail_silently:
                    raise
            else:
                filed += 1
        return filed


def file(message: EmailMessage) -> OutboxMail:
    headers = {str(name): str(value) for name, value in (message.extra_headers or {}).items()}
    names = {name.lower(): name for name in headers}
    message_id = headers.pop(names["message-id"], "") if "message-id" in names else ""
    if message.reply_to and "reply-to" not in names:
        headers["Reply-To"] = ", ".join(map(str, message.reply_to))
    written: Any = None if type(message).message in DJANGO_WRITES else message.message()
    if written is not None:
        message_id = written["Message-ID"] or message_id
    alternatives = list(getattr(message, "alternatives", None) or [])
    # Several stand in the order of the sender, the best last: then HTML is one of them.
    html = alternatives.pop() if [kind for _content, kind in alternatives] == [HTML] else None
    mail = OutboxMail.objects.create(
        from_email=str(message.from_email),
        to=_addresses(message.to),
        cc=_addresses(message.cc),
        bcc=_addresses(message.bcc),
        subject=str(message.subject),
        message=str(message.body or ""),
        html_message=str(html[0]) if html else "",
        subtype=message.content_subtype,
        mixed_subtype=getattr(message, "mixed_subtype", "mixed"),
        headers=headers,
        message_id=(message_id or new_message_id())[:255],
    )
    if written is not None:
        _keep(mail, 0, PartKind.MESSAGE, written.as_bytes(), "message/rfc822")
        return mail
    for number, (content, content_type) in enumerate(alternatives):
        _keep(mail, number, PartKind.ALTERNATIVE, _bytes(content), content_type)
    for number, attachment in enumerate(message.attachments, start=len(alternatives)):
        # Django 5 takes a MIMEBase, Django 6 a MIMEPart; all else is a name, a content and a type.
        if isinstance(attachment, Message):
            _keep(mail, number, PartKind.MIME, attachment.as_bytes(), attachment.get_content_type())
        else:
            name, content, content_type = attachment
            content_type = content_type or DEFAULT_ATTACHMENT_MIME_TYPE
            _keep(mail, number, PartKind.ATTACHMENT, _bytes(content), content_type, str(name or ""))
    return mail


def _addresses(addresses: Sequence[Any]) -> list[str]:
    return [str(each) for each in addresses if each]


def _keep(mail: OutboxMail, number: int, kind: PartKind, content: bytes, content_type: str, name: str = "") -> None:
    part = MailPart.objects.create(mail=mail, number=number, kind=kind, content_type=content_type, name=name)
    part.keep(content)


def _bytes(content: Any) -> bytes:
    if isinstance(content, EmailMessage):
        content = content.message()
    return content.as_bytes() if isinstance(content, Message) else force_bytes(content)
