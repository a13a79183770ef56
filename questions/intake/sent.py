"""What the site itself sent in a file, known again when a mail program quotes it: wrapped anew, marked, cut or changed.

Kept as keyed digests of each three words that follow each other, so that it outlives the e-mails, which go before their
question does, and says nothing to whoever reads the table alone. It goes with the question.
"""

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from clairdroit.encryption import Unreadable
from clairdroit.questions.enums import IncomingStatus
from clairdroit.questions.identity import site_identity
from clairdroit.questions.intake import html
from clairdroit.questions.intake.addressing import base_address
from clairdroit.questions.intake.senders import SENDER_ADDRESS
from clairdroit.questions.models import Assignment, IncomingMail, Question, SentWords

DIGEST_BYTES = 6
TOGETHER = 3
# Of the latest replies of the same correspondent, which their program quotes as well.
REPLIES = 20
# No mail of ours is longer; of a received one, no more than so many words are compared.
MAX_WORDS = 20_000
LINK = re.compile(r"[<(\[]?\b(?:https?://|mailto:|www\.)\S+", re.IGNORECASE)
WORD = re.compile(r"\w+")
COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """Without accents, case, punctuation and links: what programs change on the way."""
    plain = unicodedata.normalize("NFKD", LINK.sub(" ", text)).casefold()
    return WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


class Digests:
    """Of one file: the same words of another one have other digests."""

    def __init__(self, question: Question) -> None:
        self._key = salted_hmac("clairdroit.questions.sent", question.uuid.hex, algorithm="sha256").digest()

    def of(self, words: Sequence[str], *, as_line: bool = False) -> bytes:
        joined = " ".join([*words, "\n"] if as_line else words)
        return blake2b(joined.encode(), key=self._key, digest_size=DIGEST_BYTES).digest()

    def of_text(self, text: str) -> set[bytes]:
        words = words_of(text)[:MAX_WORDS]
        found = {self.of(words[at : at + TOGETHER]) for at in range(len(words) - TOGETHER + 1)}
        # A line of two words has no three that follow each other.
        lines = (words_of(line) for line in text.split("\n"))
        return found | {self.of(line, as_line=True) for line in lines if 0 < len(line) <= TOGETHER}


@dataclasses.dataclass(frozen=True)
class Sent:
    """What the separation compares with."""

    digests: Digests
    # Of our mails in this file.
    known: frozenset[bytes]
    # Of what the same correspondent sent before, which has joined the file already.
    before: frozenset[bytes] = frozenset()
    # Of what people wrote in our mails: the question, an answer. The rest is the mail's own furniture.
    content: frozenset[bytes] = frozenset()
    addresses: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    colours: frozenset[str] = frozenset()
    # The message says that it answers one of our mails (In-Reply-To, References).
    is_answer: bool = False

    def has_address(self, text: str) -> bool:
        local, _at, domain = base_address().lower().partition("@")
        found = [each.strip("<>()[]'\".:;,").lower() for each in SENDER_ADDRESS.findall(text.replace("mailto:", " "))]
        reply = re.compile(rf"{re.escape(local)}(?:\+[\w.…-]*)?@{re.escape(domain)}") if domain else None
        return any(each in self.addresses or (reply is not None and reply.fullmatch(each)) for each in found)

    def has_name(self, text: str) -> bool:
        said = f" {' '.join(words_of(text))} "
        return any(f" {name} " in said for name in self.names)


def keep(question: Question, texts: Iterable[str]) -> None:
    """What a mail that is queued now says, in each of its forms."""
    SentWords.objects.create(question=question, digests=_joined(question, texts))


def forget(question: Question, texts: Iterable[str]) -> None:
    """Of a mail that will not leave."""
    digests = _joined(question, texts)
    row = SentWords.objects.filter(question=question, digests=digests).first()
    if row is not None:
        row.delete()


def _joined(question: Question, texts: Iterable[str]) -> bytes:
    digests = Digests(question)
    return b"".join(sorted(frozenset[bytes]().union(*(digests.of_text(text) for text in texts))))


def texts_of_mail(message: str, html_message: str) -> list[str]:
    return [message, html.to_text(html_message)]


def sent_in(question: Question, assignment: Assignment | None, *, is_answer: bool) -> Sent:
    digests = Digests(question)
    kept = b"".join(bytes(row) for row in SentWords.objects.filter(question=question).values_list("digests", flat=True))
    known = frozenset(kept[at : at + DIGEST_BYTES] for at in range(0, len(kept), DIGEST_BYTES))
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
        known=known,
        before=_all_of(digests, before),
        content=_all_of(digests, content),
        addresses=frozenset(each.lower() for each in SENDER_ADDRESS.findall(boxes)),
        names=tuple(name for name in (" ".join(words_of(each)) for each in names) if len(name) > 3 and "@" not in name),
        colours=_colours_of_mails() | _colours_of_town(),
        is_answer=is_answer,
    )


def _all_of(digests: Digests, texts: Iterable[str]) -> frozenset[bytes]:
    readable = [text for text in texts if text and not isinstance(text, Unreadable)]
    return frozenset().union(*(digests.of_text(text) for text in readable))


@functools.cache
def _colours_of_mails() -> frozenset[str]:
    """A program that quotes our mail keeps its colours; those are no mark of the person's."""
    from django.template.loader import get_template

    origin = get_template("emails/base.html").origin  # type: ignore[attr-defined]
    return frozenset(each.lower() for each in COLOUR.findall(Path(origin.name).read_text(encoding="utf-8")))


def _colours_of_town() -> frozenset[str]:
    own = site_identity()
    return frozenset(filter(None, [own.mail_colour_link, own.mail_colour_accent]))
