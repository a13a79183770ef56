"""A received message as it came, and the files in it, without our keys: a reply quotes our mail, a bounce encloses it.

Read block by block, a block being what stands between empty lines and boundaries, so that no message is in memory as a
whole. Whatever holds no key leaves byte for byte as it came; what is compressed, or is a picture, is not looked into.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from clairdroit.mail.shown_keys import MASK, without_keys

# In one piece, so that a long base64 part is opened whole; beyond, it is looked at in stretches of this length.
MAX_BLOCK = 4 << 20
BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{2,}={0,2}[ \t]{0,4}\r?\n?")
SOFT_BREAK = re.compile(rb"=\r?\n|=[0-9A-F]{2}")
ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=")


def masked_source(pieces: Iterable[bytes]) -> Iterator[bytes]:
    block: list[bytes] = []
    size = 0
    for line in _lines(pieces):
        if not line.strip() or line.startswith(b"--"):
            yield _masked(b"".join(block))
            yield line
            block, size = [], 0
            continue
        block.append(line)
        size += len(line)
        if size > MAX_BLOCK:
            yield _masked(b"".join(block))
            block, size = [], 0
    yield _masked(b"".join(block))


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).splitlines(keepends=True) or [b""]
        yield from whole
        if len(rest) > MAX_BLOCK:
            yield rest
            rest = b""
    if rest:
        yield rest


def _masked(block: bytes) -> bytes:
    if _is_base64(block):
        return _masked_base64(block)
    if SOFT_BREAK.search(block):
        plain = quopri.decodestring(block)
        if (shown := _masked_text(plain)) != plain:
            return quopri.encodestring(shown)
    return _masked_text(block)


def _is_base64(block: bytes) -> bool:
    """Line by line, each of which reads in one way only: whoever writes to us chooses how long they are."""
    return bool(block) and all(map(BASE64_LINE.fullmatch, block.splitlines(keepends=True)))


def _masked_base64(block: bytes) -> bytes:
    packed = b"".join(block.split())
    try:
        plain = base64.b64decode(packed + b"=" * (-len(packed) % 4))
    except (binascii.Error, ValueError):
        return _masked_text(block)
    # What was enclosed may be a message of its own.
    shown = plain if plain == packed else b"".join(masked_source([plain]))
    return base64.encodebytes(shown) if shown != plain else block


def _masked_text(block: bytes) -> bytes:
    text = block.decode("latin-1")
    shown = ENCODED_WORD.sub(_masked_word, without_keys(text))
    # Three dots that every encoding has: this one's letters are the block's bytes.
    return shown.replace(MASK, "...").encode("latin-1") if shown != text else block


def _masked_word(found: re.Match[str]) -> str:
    try:
        words = str(make_header(decode_header(found[0])))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return found[0]
    shown = without_keys(words)
    return found[0] if shown == words else shown.replace(MASK, "...").encode("ascii", "replace").decode()
