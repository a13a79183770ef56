"""The words that a reader may not know, with what to write instead: the town's glossary and a list of our own."""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.phrases import is_acronym

PATH = Path(__file__).resolve().parent.parent / "data" / "administrative_words.txt"


@dataclasses.dataclass(frozen=True)
class HardWord:
    """`plain` says what to write instead; of an acronym, what it stands for."""

    forms: tuple[str, ...]
    plain: str
    is_acronym: bool = False


class Vocabulary:
    """Hard words, ready to be looked for in a text."""

    def __init__(self, words: Iterable[HardWord]) -> None:
        self.by_form: dict[str, HardWord] = {}
        for word in words:
            for form in word.forms:
                self.by_form.setdefault(key(form, exact=word.is_acronym), word)
        self.pattern = _pattern(self.by_form.values())

    def find(self, text: str) -> Iterable[tuple[int, int, HardWord]]:
        """Each hard word once, where it first stands; the longest where two begin together."""
        met: set[HardWord] = set()
        for match in self.pattern.finditer(text):
            word = self.by_form.get(key(match[0], exact=True)) or self.by_form.get(key(match[0], exact=False))
            if word is not None and word not in met:
                met.add(word)
                yield match.start(), match.end(), word


def key(form: str, *, exact: bool) -> str:
    """An acronym is one in capitals only; of other words the capitals and the shape of the apostrophe say nothing."""
    text = " ".join(form.replace("'", "’").split())
    return text if exact else text.lower()


@cache
def administrative_words() -> tuple[HardWord, ...]:
    words = []
    for line in PATH.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            forms, _equals, plain = line.partition("=")
            words.append(HardWord(tuple(form.strip() for form in forms.split("|")), plain.strip()))
    return tuple(words)


def vocabulary(language: str) -> Vocabulary:
    """One query. What the glossary says of a word comes before our own list."""
    entries = GlossaryEntry.objects.live().in_language(language)
    known = entries.values_list("term", "stands_for", "plain_wording", "is_jargon")
    words: list[HardWord] = []
    for term, stands_for, plain, is_jargon in known:
        if is_acronym(term) and (plain or stands_for):
            words.append(HardWord((term,), plain or stands_for, is_acronym=True))
        elif is_jargon and plain:
            words.append(HardWord((term,), plain))
    return Vocabulary([*words, *administrative_words()] if language == "fr" else words)


def _pattern(words: Iterable[HardWord]) -> re.Pattern[str]:
    forms: Sequence[tuple[str, bool]] = sorted(
        {(form, word.is_acronym) for word in words for form in word.forms}, key=lambda pair: -len(pair[0])
    )
    if not forms:
        return re.compile(r"(?!)")
    # A form that ends in an apostrophe (« en vue d’ ») is followed by a letter.
    parts = [_written(form, exact) for form, exact in forms]
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + ")")


def _written(form: str, exact: bool) -> str:
    pattern = r"\s+".join(re.escape(part) for part in form.split()).replace("’", "['’]")
    end = "" if form.endswith(("’", "'")) else r"(?![\w-])"
    return f"{pattern}{end}" if exact else f"(?i:{pattern}{end})"
