"""Apostrophes that were not typed: « lécole », « prime dactivité », « jai perdu ma carte »."""

import re
from collections.abc import Callable, Sequence

from clairdroit.search import analysis
from clairdroit.search.stop_words import STOP_WORDS

# What French shortens before a vowel. Without accents, as words are folded.
_SHORTENED = re.compile(r"(?:(?:jus|lors|puis|quoi|quel)?qu|[cdjlmnst])(?P<rest>[aeiouyh]\w+)")
# Before the shortest words (« leau », « lapl »), articles alone: « sage » and « mage » are more likely misspelt.
_ARTICLE = re.compile(r"[dl](?P<rest>[aeiouyh]\w\w)")
FEWEST_LETTERS = 4


def rest_of(folded: str) -> str:
    """« ecole » of « lecole »; "" where nothing can have been shortened."""
    found = _SHORTENED.fullmatch(folded)
    if found is None:
        return ""
    rest = found["rest"]
    long_enough = len(rest) >= FEWEST_LETTERS or rest in STOP_WORDS or _ARTICLE.fullmatch(folded)
    return rest if long_enough else ""


def meant_terms(words: Sequence[analysis.Word]) -> set[str]:
    """What the index may know of them beside the words as typed."""
    return {term for word in words if (rest := rest_of(word.folded)) and (term := analysis.stem(rest))}


def separated(
    words: Sequence[analysis.Word], unknown: Sequence[analysis.Word], is_known: Callable[[str], bool]
) -> list[analysis.Word]:
    """The words with those that nobody knows written as they were meant, where the index knows the rest of them.

    What is left of « jai » or « cest » says nothing: it goes, unless it is all that was typed.
    """
    rests = {word.folded: rest for word in unknown if (rest := rest_of(word.folded))}
    found = []
    for word in words:
        rest = rests.get(word.folded, "")
        term = analysis.stem(rest)
        if not rest or (term and not is_known(term)):
            found.append(word)
        elif term:
            found.append(word._replace(folded=rest, term=term))
    return list({word.term: word for word in found or words}.values())
