"""A text cut into sentences and words, with the place of each, so that a writer can be shown where."""

import dataclasses
import functools
import re
from collections.abc import Iterator

# What ends in a full stop without ending a sentence.
_ABBREVIATIONS = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "dr",
        "pr",
        "me",
        "art",
        "al",
        "cf",
        "ex",
        "etc",
        "env",
        "tél",
        "fax",
        "n°",
        "no",
        "p",
        "pp",
        "bd",
        "av",
        "st",
        "ste",
        "vol",
        "réf",
        "max",
        "min",
        "janv",
        "févr",
        "juil",
        "sept",
        "oct",
        "nov",
        "déc",
    ]
)
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-–—•*·]|\d{1,2}[.)°])\s+")
# From the first of several signs: a row of them is looked at once.
_END = re.compile(r"(?<![.!?…])[.!?…]++[»”\")\]]*+(?=\s|$)")
# Addresses, telephone numbers and amounts are no words that a reader reads.
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S{1,64}@\S+")
_WORD = re.compile(r"(?:\w+[.'’‑-])*\w+", re.UNICODE)


@dataclasses.dataclass(frozen=True)
class Sentence:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @functools.cached_property
    def words(self) -> list[str]:
        """What is read as a word: « l’aide » is one, a link and a row of figures are none."""
        return [match[0] for match in _WORD.finditer(_LINK.sub(" ", self.text)) if any(map(str.isalpha, match[0]))]


def sentences(text: str) -> Iterator[Sentence]:
    """Each line begins a new one: what stands in a list is read on its own."""
    for line in _LINE.finditer(text):
        start = line.start()
        if bullet := _BULLET.match(line[0]):
            start += bullet.end()
        for end in [*_ends(text, start, line.end()), line.end()]:
            piece = text[start:end]
            if any(map(str.isalnum, piece)):
                lead = len(piece) - len(piece.lstrip())
                yield Sentence(start + lead, piece.strip())
            start = end


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        before = text[start : match.start()].rsplit(None, 1)
        last = before[-1].lower().lstrip("(«“\"'’") if before else ""
        following = text[match.end() : end].lstrip()[:1]
        # « M. Dupont », « J. Dupont », « art. 12 », « 3. rue ».
        is_short = last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha())
        goes_on = match.end() < end and (is_short or (last.isdecimal() and following.islower()))
        if not (match[0].startswith(".") and goes_on):
            yield match.end()
