"""Whether a text says itself what an acronym stands for: « le fonds de solidarité pour le logement (FSL) »."""

import re

from clairdroit.glossary.phrases import fold

# French words that an acronym leaves out, elided ones without their apostrophe.
_LEFT_OUT = frozenset(
    ("à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sur")
)
_WORD = re.compile(r"[^\W\d_]+")
# Characters on either side in which the words are looked for.
_REACH = 120


def is_spelt_out(text: str, start: int, end: int) -> bool:
    """The acronym `text[start:end]` in parentheses behind its words, or its words in parentheses behind it."""
    letters = fold(text[start:end]).replace(" ", "")
    before, after = text[max(0, start - _REACH) : start].rstrip(), text[end : end + _REACH].lstrip()
    if before.endswith("("):
        return _initials(before.rpartition("\n")[2]).endswith(letters)
    return after.startswith("(") and _initials(after[1:].partition(")")[0]) == letters


def _initials(words: str) -> str:
    return "".join(fold(word[0]) for word in _WORD.findall(words) if word.lower() not in _LEFT_OUT)
