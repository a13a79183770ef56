"""One text in two forms: as it was written, and as it reads once every way of disguising a letter is undone.

The second is what is searched; each of its characters knows from where to where it stands in the first.
"""

import base64
import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from clairdroit.mail.reading.look_alikes import LOOK_ALIKES

# HTML 5 (13.5), RFC 3986 (2.1), RFC 2045 (6.7) with its soft line breaks, RFC 2047's leftovers excepted.
ENCODED = re.compile(
    r"&#\d{1,7};?|&#[xX][0-9a-fA-F]{1,6};?|&[A-Za-z]{2,8};|(?:%[0-9A-Fa-f]{2})+|(?:=[0-9A-F]{2})+|=\r?\n"
)
# RFC 4648: 4, 5 and 8. Long words look like it; what they would mean is no text.
PACKED = re.compile(r"(?<![\w+/=-])(?:[A-Za-z0-9+/_-]{11,2000}={0,2}|(?:[0-9A-Fa-f]{2}){8,1000})(?![\w+/=-])")
# What a person would pack into letters: an address, or a number.
WORTH_PACKING = re.compile(r"@|(?:\d[ .]?){9}")
# A text that was encoded twice, by two programs, or once more by hand.
PASSES = 3
# Not the figures, which telephone numbers need.
LETTERS = LOOK_ALIKES | {ord("。"): ".", ord("·"): "."}


@dataclass(frozen=True)
class Unfolded:
    """`text` in lower case, without accents; its character n stands at `starts[n]` up to `ends[n]` of the original."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where that stretch of `text` stands in the original."""
        return self.starts[start], max(self.ends[start:end])


def unfold(original: str) -> Unfolded:
    text, starts, ends = original, list(range(len(original))), list(range(1, len(original) + 1))
    # Packed words first, while their letters are still as they were typed.
    text, starts, ends = _decoded(text, starts, ends, PACKED, _unpacked)
    for _pass in range(PASSES):
        if not ENCODED.search(text):
            break
        text, starts, ends = _decoded(text, starts, ends, ENCODED, _meaning)
    letters: list[str] = []
    first: list[int] = []
    last: list[int] = []
    for letter, start, end in zip(text, starts, ends, strict=True):
        for plain in _plain(letter):
            letters.append(plain)
            first.append(start)
            last.append(end)
    return Unfolded(original, "".join(letters), tuple(first), tuple(last))


def _decoded(
    text: str, starts: list[int], ends: list[int], pattern: re.Pattern[str], meaning: Callable[[str], str | None]
) -> tuple[str, list[int], list[int]]:
    pieces: list[str] = []
    first: list[int] = []
    last: list[int] = []
    position = 0
    for match in pattern.finditer(text):
        meant = meaning(match[0])
        if meant is None:
            continue
        pieces += [text[position : match.start()], meant]
        first += [*starts[position : match.start()], *[starts[match.start()]] * len(meant)]
        last += [*ends[position : match.start()], *[ends[match.end() - 1]] * len(meant)]
        position = match.end()
    pieces.append(text[position:])
    return "".join(pieces), [*first, *starts[position:]], [*last, *ends[position:]]


def _unpacked(sequence: str) -> str | None:
    """Of base64 or hexadecimal figures that hold an address or a number; None for every other word."""
    for decode in (_of_base64, bytes.fromhex):
        try:
            meant = decode(sequence).decode()
        except ValueError:
            continue
        if meant.isprintable() and WORTH_PACKING.search(meant):
            return meant
    return None


def _of_base64(sequence: str) -> bytes:
    """Either alphabet, with or without the signs that fill it up."""
    bare = sequence.rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars="-_" if {"-", "_"} & set(bare) else None)


def _meaning(sequence: str) -> str | None:
    """None for what only looks encoded."""
    if sequence.startswith("&"):
        meant = html.unescape(sequence if sequence.endswith(";") else f"{sequence};")
        return None if meant.startswith("&") and len(meant) > 1 else meant
    if sequence.endswith("\n"):
        return ""
    try:
        return unquote_to_bytes(sequence.replace("=", "%")).decode()
    except UnicodeDecodeError:
        return None


def _plain(letter: str) -> str:
    """In lower case, without accents; nothing for what takes no room, or only draws a frame around a digit."""
    if letter.isascii():
        return letter.lower()
    # Figures of other scripts (٠–٩, ①) are typed as figures.
    if letter.isdigit():
        return str(unicodedata.digit(letter, ""))
    parts = unicodedata.normalize("NFKD", letter.casefold())
    kept = "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me", "Cf"))
    # Twice: taking a letter apart may leave one that must still be folded (ϓ → Ύ → ύ).
    return unicodedata.normalize("NFKD", kept.casefold()).translate(LETTERS)
