"""Digests of the text of mails that were sent: by these a mail is known again when a reply quotes it, wrapped anew,
marked, cut or changed.

One digest of each three words that follow each other (shingles), with a key, so that a table of them says nothing to
whoever reads it alone.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from clairdroit.mail.reading.addresses import SENDER_ADDRESS
from clairdroit.mail.reading.html import to_text

# 48 bits: among the 20,000 digests of a conversation a stranger's three words are taken for ours once in 10^10.
DIGEST_BYTES = 6
# Two words in a row are anybody's; four would lose too much where a line was changed in the middle.
TOGETHER = 3
# No mail of ours is longer; of a received one, no more than so many words are compared.
MAX_WORDS = 20_000
LINK = re.compile(r"[<(\[]?\b(?:https?://|mailto:|www\.)\S+", re.IGNORECASE)
WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Without accents, case, punctuation and links: what programs change on the way."""
    plain = unicodedata.normalize("NFKD", LINK.sub(" ", text)).casefold()
    return WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


def texts_of_mail(message: str, html_message: str) -> list[str]:
    """What a reply may quote of a mail: its plain text, or its HTML as text."""
    return [message, to_text(html_message)]


class Digests:
    """With the key of one conversation: the same words in another one have other digests."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, words: Sequence[str], *, as_line: bool = False) -> bytes:
        # The line end keeps a whole line of two words apart from three words in a sentence.
        joined = " ".join([*words, "\n"] if as_line else words)
        return blake2b(joined.encode(), key=self._key, digest_size=DIGEST_BYTES).digest()

    def of_text(self, text: str) -> set[bytes]:
        words = words_of(text)[:MAX_WORDS]
        found = {self.of(words[at : at + TOGETHER]) for at in range(len(words) - TOGETHER + 1)}
        # A line of two words has no three that follow each other.
        lines = (words_of(line) for line in text.split("\n"))
        return found | {self.of(line, as_line=True) for line in lines if 0 < len(line) <= TOGETHER}

    def of_texts(self, texts: Iterable[str]) -> frozenset[bytes]:
        return frozenset[bytes]().union(*(self.of_text(text) for text in texts))


def split(joined: bytes) -> frozenset[bytes]:
    """The digests in a row of bytes, as a database keeps them."""
    return frozenset(joined[at : at + DIGEST_BYTES] for at in range(0, len(joined), DIGEST_BYTES))


@dataclasses.dataclass(frozen=True)
class Sent:
    """What a reply in one conversation is compared with."""

    digests: Digests
    # Of our mails in it.
    known: frozenset[bytes]
    # Of what the same correspondent sent before, which has joined the conversation already.
    before: frozenset[bytes] = frozenset()
    # Of what people wrote in our mails. The rest is the mail's own furniture.
    content: frozenset[bytes] = frozenset()
    # Our senders' addresses; the one that replies go to, which may bear a key after a plus; what we are called.
    addresses: frozenset[str] = frozenset()
    reply_address: str = ""
    names: tuple[str, ...] = ()
    # Of our mails: what is coloured otherwise, the reader has coloured.
    colours: frozenset[str] = frozenset()
    # The message says that it answers one of our mails (In-Reply-To, References).
    is_answer: bool = False

    def has_address(self, text: str) -> bool:
        local, _at, domain = self.reply_address.lower().partition("@")
        found = [each.strip("<>()[]'\".:;,").lower() for each in SENDER_ADDRESS.findall(text.replace("mailto:", " "))]
        reply = re.compile(rf"{re.escape(local)}(?:\+[\w.…-]*)?@{re.escape(domain)}") if domain else None
        return any(each in self.addresses or (reply is not None and reply.fullmatch(each)) for each in found)

    def has_name(self, text: str) -> bool:
        said = f" {' '.join(words_of(text))} "
        return any(f" {name} " in said for name in self.names)
