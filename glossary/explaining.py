"""Explains hard words where a page first uses them: a button that opens a note, inside the word's own paragraph.

The note is a popover: it needs no JavaScript, closes with Escape, and is phrasing content, so it may stand in a
paragraph, a list or a cell. Browsers that know no popovers, and paper, show it in brackets (glossary.css).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.template.loader import get_template

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.phrases import is_acronym

TAG = re.compile(r"<(?:!--.*?--|/?[a-zA-Z][^>]*)>", re.DOTALL)
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
WORD = re.compile(r"&(?:#?\w+);|[^\W_]+")
# What may stand between the words of a phrase.
GAP = re.compile(r"(?:[\s'’‑-]|&(?:nbsp|rsquo|#x27|#39|#160|#xA0|#8217);)+", re.IGNORECASE)
# Before or after a word, what makes it a part of an address, a file or another word.
GLUE = frozenset("@/_\\")
# Where no button may stand: in controls, titles, and what is no running text.
_NEVER = """
a audio button code datalist dt h1 h2 h3 h4 h5 h6 iframe kbd label legend math nav object option pre script select style
summary svg template textarea title video
"""
NEVER_INSIDE = frozenset(_NEVER.split())
FOLDED = "details"
# The class of a word that the text itself links to its explanation (official sheets).
TOLD = "glossary-term"


@dataclass(frozen=True)
class Explained:
    """An entry as a note shows it."""

    pk: int
    term: str
    stands_for: str
    plain_wording: str
    explanation: str

    @property
    def note_parts(self) -> list[str]:
        """What the note says below the term: only what somebody has written."""
        return [part for part in (self.stands_for, self.plain_wording, self.explanation) if part]


@dataclass(frozen=True)
class Phrase:
    words: tuple[str, ...]
    entry: Explained
    # As it is written: an acronym is one in capitals only.
    exact: tuple[str, ...] | None

    def fits(self, written: tuple[str, ...]) -> bool:
        return self.exact is None or written == self.exact or written == tuple(word.upper() for word in self.exact)


class Run:
    """A piece of text between two tags, and the words found in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[tuple[int, int, Explained]] = []
        self.words = [
            (match.start(), match.end(), match[0]) for match in WORD.finditer(text) if not match[0].startswith("&")
        ]


@dataclass
class Piece:
    """A tag, or what stands between two."""

    html: str
    # Where words may be explained, or already are (by a link to their definition).
    is_text: bool = False
    is_folded: bool = False
    is_told: bool = False
    run: Run | None = None


class Explainer:
    """The words to explain in one language, ready to be met in a text."""

    def __init__(self, entries: Iterable[Explained]) -> None:
        self.by_first: dict[str, list[Phrase]] = defaultdict(list)
        for entry in entries:
            for phrase in phrases_of(entry):
                self.by_first[phrase.words[0]].append(phrase)
        for phrases in self.by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))

    def explain(self, html: str, language: str) -> str:
        """The page with each word explained once: where it first stands in sight, else in what is folded away."""
        pieces = list(split(html))
        for piece in pieces:
            # Most pieces hold no word of the glossary: this tells at a glance.
            if piece.is_text and not self.by_first.keys().isdisjoint(WORD.findall(piece.html.lower())):
                piece.run = Run(piece.html)
        runs = [piece for piece in pieces if piece.run]
        met: set[int] = set()
        for piece in sorted(runs, key=lambda piece: (not piece.is_told, piece.is_folded)):
            self.mark(piece, met)
        return "".join(
            written(piece.run, language) if piece.run and piece.run.found else piece.html for piece in pieces
        )

    def mark(self, piece: Piece, met: set[int]) -> None:
        run, place = piece.run, 0
        assert run is not None
        while place < len(run.words):
            phrase = self.phrase_at(run, place)
            if phrase is None:
                place += 1
                continue
            if phrase.entry.pk not in met:
                met.add(phrase.entry.pk)
                if not piece.is_told:
                    run.found.append((run.words[place][0], run.words[place + len(phrase.words) - 1][1], phrase.entry))
            place += len(phrase.words)

    def phrase_at(self, run: Run, place: int) -> Phrase | None:
        for phrase in self.by_first.get(run.words[place][2].lower(), ()):
            words = run.words[place : place + len(phrase.words)]
            if (
                tuple(word.lower() for _start, _end, word in words) == phrase.words
                and phrase.fits(tuple(word for _start, _end, word in words))
                and stands_alone(run.text, words)
            ):
                return phrase
        return None


def phrases_of(entry: Explained) -> Iterator[Phrase]:
    """The word; and what its letters stand for, where there is more to say of it than the letters."""
    texts = [(entry.term, bool(entry.stands_for) or is_acronym(entry.term))]
    if entry.plain_wording or entry.explanation:
        texts.append((entry.stands_for, False))
    for text, is_exact in texts:
        if words := tuple(WORD.findall(text)):
            yield Phrase(tuple(word.lower() for word in words), entry, words if is_exact else None)


def stands_alone(text: str, words: list[tuple[int, int, str]]) -> bool:
    start, end = words[0][0], words[-1][1]
    if start and (text[start - 1] in GLUE or (text[start - 1] in ".-" and text[start - 2 : start - 1].isalnum())):
        return False
    after = text[end : end + 2]
    if after[:1] in GLUE or (after[:1] and after[0] in ".-" and after[1:].isalnum()):
        return False
    return all(GAP.fullmatch(text, one[1], two[0]) for one, two in pairwise(words))


def split(html: str) -> Iterator[Piece]:
    forbidden = folded = place = 0
    is_told = False
    for match in TAG.finditer(html):
        if text := html[place : match.start()]:
            yield Piece(text, not forbidden or is_told, bool(folded), is_told)
        yield Piece(match[0])
        place = match.end()
        named = TAG_NAME.match(match[0])
        name = named[1].lower() if named else ""
        change = -1 if match[0].startswith("</") else 1
        if name in NEVER_INSIDE:
            forbidden = max(0, forbidden + change)
            is_told = name == "a" and change == 1 and TOLD in match[0]
        elif name == FOLDED:
            folded = max(0, folded + change)
    if text := html[place:]:
        yield Piece(text, not forbidden, bool(folded))


def written(run: Run, language: str) -> str:
    template = get_template("glossary/includes/word.html")
    pieces, place = [], 0
    for start, end, entry in run.found:
        note = template.render({"word": run.text[start:end], "entry": entry, "language": language}).strip()
        pieces += [run.text[place:start], note]
        place = end
    return "".join([*pieces, run.text[place:]])


_compiled: dict[str, tuple[Any, Explainer]] = {}


def explainer(language: str) -> Explainer:
    """The language's words, compiled anew in each process when the glossary has changed.

    One query; two after a change.
    """
    entries = GlossaryEntry.objects.live().in_language(language)
    version = entries.version()
    held = _compiled.get(language)
    if held is None or held[0] != version:
        names = ("pk", "term", "stands_for", "plain_wording", "explanation")
        words = [Explained(*values) for values in entries.in_place().values_list(*names)]
        held = _compiled[language] = version, Explainer(words)
    return held[1]
