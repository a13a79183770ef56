"""Whether a text says itself what an acronym stands for: « le fonds de solidarité pour le logement (FSL) »."""

import re
from collections.abc import Container, Iterator

from clairdroit.glossary.phrases import fold

# French words that an acronym leaves out, elided ones without their apostrophe.
_LEFT_OUT = frozenset(
    ("à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sur")
)
_WORD = re.compile(r"[^\W\d_]+")
# Characters on either side in which the words are looked for.
_REACH = 120


# Said so by everybody, or read as words; and Roman numerals.
_EVERYDAY = re.compile(
    "BAC|BEP|BTS|CAP|CDD|CDI|CERFA|DVD|EDF|FAQ|GDF|GPS|HLM|IBAN|ONG|PDF|PIN|QCM|RATP|RER|RIB|SMS|SNCF|SOS|TER|TGV|TTC|TVA"
    "|USB|[IVXLCDM]+"
)
_CAPITALS = re.compile(r"(?<![\w@./-])[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜ]{3,7}(?![\w@/-]|\.\w)")
_SHOUTED = re.compile(r"[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜ]{2,}")


def unexplained(text: str, known: Container[str]) -> Iterator[tuple[int, int]]:
    """Each acronym that is none of `known`, once, where it first stands, unless the text says what it stands for.

    Words that are written in capitals beside others are shouted, and no acronyms.
    """
    met = set()
    for match in _CAPITALS.finditer(text):
        word, (start, end) = match[0], match.span()
        if word in met or word in known or _EVERYDAY.fullmatch(word):
            continue
        before, after = text[:start].split()[-1:], text[end:].split()[:1]
        if any(_SHOUTED.search(neighbour) for neighbour in (*before, *after)):
            continue
        met.add(word)
        # What it stands for is not known: any words before its brackets, or in brackets behind it, may say it.
        if not (text[:start].rstrip().endswith("(") or text[end:].lstrip().startswith("(")):
            yield start, end


def is_spelt_out(text: str, start: int, end: int) -> bool:
    """The acronym `text[start:end]` in parentheses behind its words, or its words in parentheses behind it."""
    letters = fold(text[start:end]).replace(" ", "")
    before, after = text[max(0, start - _REACH) : start].rstrip(), text[end : end + _REACH].lstrip()
    if before.endswith("("):
        return _initials(before.rpartition("\n")[2]).endswith(letters)
    return after.startswith("(") and _initials(after[1:].partition(")")[0]) == letters


def _initials(words: str) -> str:
    return "".join(fold(word[0]) for word in _WORD.findall(words) if word.lower() not in _LEFT_OUT)
