"""Abbreviations and definitions at the foot of publications: what the glossary is made of.

Read from every file of every import, the unchanged ones too, which are not parsed otherwise: only so is it known what
the feed no longer explains. The same fragment stands in dozens of files and is parsed once.
"""

from __future__ import annotations

import re

from lxml import etree

from clairdroit.comarquage.feed.errors import PublicationRejected
from clairdroit.comarquage.feed.parser import identifier, parse_safely, words
from clairdroit.glossary.feed import FeedGlossary, FeedWord

# From the opening tag to its own end; an empty element ("/>") has none, and must not reach to the next one's.
FRAGMENT = re.compile(rb"<(Definition|Abreviation)\b[^>]*(?<!/)>.*?</\1>", re.DOTALL)
MAX_TEXT = 2000


class WordCollector:
    """What a run of the import has met so far."""

    def __init__(self) -> None:
        self.glossary = FeedGlossary()
        self._parsed: dict[bytes, FeedWord | None] = {}

    def add(self, content: bytes) -> None:
        for match in FRAGMENT.finditer(content):
            fragment = match[0]
            if fragment not in self._parsed:
                self._parsed[fragment] = read_word(fragment)
            if word := self._parsed[fragment]:
                self.glossary.add(word)


def read_word(fragment: bytes) -> FeedWord | None:
    """None for one that is not well-formed by itself, or says nothing."""
    try:
        element = parse_safely(fragment)
    except PublicationRejected:
        return None
    feed_id, title, text = identifier(element), words(element.find("Titre")), meaning(element)
    if not (feed_id and title and text):
        return None
    if element.tag == "Definition":
        return FeedWord(feed_id, title, explanation=text[:MAX_TEXT])
    # One of the feed's has the two the wrong way round.
    # Told by capitals: an abbreviation is written in them, and is the shorter of the two.
    short, full = (text, title) if text.isupper() and len(text) < len(title) else (title, text)
    return FeedWord(feed_id, short, stands_for=full)


def meaning(element: etree._Element) -> str:
    return "\n".join(text for part in element.findall("Texte") for block in part if (text := words(block)))
