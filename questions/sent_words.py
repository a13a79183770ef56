"""What the site itself sent in a question's file, kept as digests, so that a reply's quoted text is known (ADR 33).

They outlive the e-mails, which go before their question does, and go with the question.
"""

import functools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from clairdroit.encryption import Unreadable
from clairdroit.mail.reading.addresses import SENDER_ADDRESS
from clairdroit.mail.reading.sent_text import Digests, Sent, split, words_of
from clairdroit.questions.enums import IncomingStatus
from clairdroit.questions.identity import site_identity
from clairdroit.questions.models import Assignment, IncomingMail, Question, SentWords
from clairdroit.questions.reply_addresses import base_address

# Of the latest replies of the same correspondent, which their program quotes as well.
REPLIES = 20
COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


def digests_for(question: Question) -> Digests:
    return Digests(salted_hmac("clairdroit.questions.sent", question.uuid.hex, algorithm="sha256").digest())


def keep(question: Question, texts: Iterable[str]) -> None:
    """What a mail that is queued now says, in each of its forms."""
    SentWords.objects.create(question=question, digests=_joined(question, texts))


def forget(question: Question, texts: Iterable[str]) -> None:
    """Of a mail that will not leave."""
    row = SentWords.objects.filter(question=question, digests=_joined(question, texts)).first()
    if row is not None:
        row.delete()


def _joined(question: Question, texts: Iterable[str]) -> bytes:
    return b"".join(sorted(digests_for(question).of_texts(texts)))


def sent_in(question: Question, assignment: Assignment | None, *, is_answer: bool) -> Sent:
    digests = digests_for(question)
    kept = SentWords.objects.filter(question=question).values_list("digests", flat=True)
    replies = IncomingMail.objects.filter(question=question, assignment=assignment, status=IncomingStatus.ACCEPTED)
    before = [mail.reply for mail in replies.order_by("-pk").only("reply")[:REPLIES]]
    answers = question.answers.filter(sent_at__isnull=False).values_list("text", flat=True)
    content = [*(part.text for part in question.parts), *answers]
    if assignment is not None:
        content += [assignment.asked_of_citizen, assignment.handed_over_word]
    boxes = f"{settings.DEFAULT_FROM_EMAIL} {settings.SERVER_EMAIL} {base_address()}"
    names = [site_identity().site_name, settings.DEFAULT_FROM_EMAIL.partition("<")[0]]
    return Sent(
        digests=digests,
        known=split(b"".join(bytes(row) for row in kept)),
        before=digests.of_texts(_readable(before)),
        content=digests.of_texts(_readable(content)),
        addresses=frozenset(each.lower() for each in SENDER_ADDRESS.findall(boxes)),
        reply_address=base_address(),
        names=tuple(name for name in (" ".join(words_of(each)) for each in names) if len(name) > 3 and "@" not in name),
        colours=_colours_of_mails() | _colours_of_town(),
        is_answer=is_answer,
    )


def _readable(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text and not isinstance(text, Unreadable)]


@functools.cache
def _colours_of_mails() -> frozenset[str]:
    """A program that quotes our mail keeps its colours; those are no mark of the person's."""
    from django.template.loader import get_template

    template: Any = get_template("emails/base.html")
    return frozenset(each.lower() for each in COLOUR.findall(Path(template.origin.name).read_text(encoding="utf-8")))


def _colours_of_town() -> frozenset[str]:
    own = site_identity()
    return frozenset(filter(None, [own.mail_colour_link, own.mail_colour_accent]))
