"""French text to search terms: the same for both backends, for what is indexed and for what is typed.

Accents are folded before stemming, because half of what citizens type has none: « décédé », « decede »
and « décédés » must meet whatever the stemmer would have made of the accent.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from clairdroit.search.stemming import light_stem
from clairdroit.search.stop_words import FILLER_WORDS, STOP_WORDS

MAX_WORD_LENGTH = 40

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl", "’": "'", "ʼ": "'", "´": "'"})
# Combining accents belong to the word: texts pasted from a PDF or a Mac write « é » as two characters.
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f][^\W_]*)*")
DOTTED_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
ORDINAL = re.compile(r"(\d+)(?:ers?|eres?|res?|es?|emes?|nds?|n?des?|iemes?)")
PRUDHOMMES = re.compile(r"\bprud[' -]?hom\w*")
SPLIT_ORDINAL = re.compile(r"\b(\d+) ?(?:i?[eè]mes?|er|ère)\b", re.IGNORECASE)

# « R S A », « c 2 s », « R. S. A. », « r-s-a »; two letters only where both are capitals.
SPELLED = re.compile(r"\b[a-z](?:(?:\.? |-)[a-z0-9]){2,4}\b\.?", re.IGNORECASE)
SPELLED_PAIR = re.compile(r"(?<!\b\w )\b[A-Z] [A-Z]\b(?! \w\b)")
# Single letters that are words: « il y a 2 ans », « y a-t-il », « de 8 h à 9 h ».
LETTERS_THAT_ARE_WORDS = re.compile(r"y[ -]a\b|\d[ -]h\b|\b[ay][ -]\d", re.IGNORECASE)


class Word(NamedTuple):
    """One word of a text: where it stands, how it is written without accents, and its stem ("" for a stop word)."""

    start: int
    end: int
    folded: str
    term: str


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word in lower case, without accents or ligatures: letters and digits, nothing else.

    Remembered for spelling, which compares thousands of the index's words; texts go through `_fold_and_stem`.
    """
    return _fold(word)


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(LIGATURES))
    return "".join(character for character in decomposed if character.isalnum())


@lru_cache(maxsize=200_000)
def _fold_and_stem(word: str) -> tuple[str, str]:
    """Both, remembered per written word: fiches repeat some 40,000 words ten million times."""
    folded = _fold(word)[:MAX_WORD_LENGTH]
    return folded, stem(folded)


def stem(folded: str) -> str:
    """The stem of a word without accents; "" when the word is one that every text has."""
    if folded in STOP_WORDS:
        return ""
    number = ORDINAL.fullmatch(folded)
    if number:
        return number[1]
    if folded.isdigit() or len(folded) < 3:
        return folded if len(folded) > 1 or folded.isdigit() else ""
    return light_stem(folded)


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order, stop words included, with their places in the text as given."""
    for match in WORD.finditer(text):
        folded, term = _fold_and_stem(match[0])
        if folded:
            yield Word(match.start(), match.end(), folded, term)


def prepare(text: str) -> str:
    """`text` with dotted acronyms closed up (« R.S.A. »), « prud'hommes » and « 13 ème » as one word."""
    text = text.translate(LIGATURES)
    text = DOTTED_ACRONYM.sub(lambda match: match[0].replace(".", "") + " ", text)
    return SPLIT_ORDINAL.sub(r"\1", PRUDHOMMES.sub("prudhomme", text.lower()))


def closed_up(text: str) -> str:
    """A typed text with the acronyms that it spells letter by letter as one word each. Indexed texts spell none."""
    text = SPELLED.sub(_closed_up, text.translate(LIGATURES))
    return text if text.isupper() else SPELLED_PAIR.sub(_closed_up, text)


def _closed_up(spelled: re.Match[str]) -> str:
    if LETTERS_THAT_ARE_WORDS.search(spelled[0]) or sum(map(str.isdigit, spelled[0])) > 1:
        return spelled[0]
    letters = "".join(filter(str.isalnum, spelled[0]))
    return f"{letters} " if spelled[0].endswith(".") else letters


def terms(text: str) -> list[str]:
    """What is indexed of a text: its stems in order, without stop words."""
    return [term for word in WORD.findall(prepare(text)) if (term := _fold_and_stem(word)[1])]


def analysed(text: str) -> str:
    return " ".join(terms(text))


def query_words(text: str) -> list[Word]:
    """What is looked up of a typed text: as `terms`, without politeness and filler, each term once.

    A query of filler alone (« bonjour ») keeps its words: the reader meant something by them.
    """
    kept = [word for word in words(prepare(closed_up(text))) if word.term]
    useful = [word for word in kept if word.folded not in FILLER_WORDS] or kept
    return list({word.term: word for word in useful}.values())
