"""Is this answer easy to read? Points at places and says what to do; it never blocks anything.

Reading ease is Flesch's measure with Kandel and Moles' figures for French (1958):
207 − 1.015 × words a sentence − 73.6 × syllables a word. docs/moderation-queue.md says how it was calibrated.
"""

import dataclasses
import re
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext, gettext_lazy, ngettext

from clairdroit.glossary.plain_language.acronyms import is_spelt_out, unexplained
from clairdroit.glossary.plain_language.negations import two_negations
from clairdroit.glossary.plain_language.sentences import Sentence, sentences
from clairdroit.glossary.plain_language.syllables import syllables
from clairdroit.glossary.plain_language.words import Vocabulary

# Words. Twenty-five is what the French administration's own writing guides give as the most.
LONGEST_SENTENCE = 25
LONGEST_ANSWER = 300
# Below that many words the measure says nothing.
FEWEST_WORDS = 30
# At or above: easy; below the second: hard. Calibrated (docs/moderation-queue.md).
EASY, HARD = 65, 50
# More would be a reproach, not a help.
MOST_FINDINGS = 12


class Kind(models.TextChoices):
    LONG_SENTENCE = "long_sentence", gettext_lazy("Long sentence")
    JARGON = "jargon", gettext_lazy("Hard word")
    ACRONYM = "acronym", gettext_lazy("Acronym")
    PASSIVE = "passive", gettext_lazy("Who does it?")
    NEGATIONS = "negations", gettext_lazy("Two negations")


@dataclasses.dataclass(frozen=True)
class Finding:
    """A place of the text, from `start` to `end` (characters), with its sentence around it."""

    kind: Kind
    start: int
    end: int
    advice: str
    before: str
    marked: str
    after: str


@dataclasses.dataclass(frozen=True)
class Report:
    words: int
    sentences: int
    # 0 is unreadable, 100 is a child's book; None for a text too short to say.
    ease: int | None
    findings: list[Finding]
    # How many places were left out of `findings`.
    more: int = 0

    @property
    def is_empty(self) -> bool:
        return self.words == 0

    @property
    def is_long(self) -> bool:
        return self.words > LONGEST_ANSWER

    @property
    def ease_in_words(self) -> str:
        if self.ease is None:
            return ""
        if self.ease >= EASY and self.findings:
            return gettext("Easy to read, but for these places")
        if self.ease >= EASY:
            return gettext("Easy to read")
        return gettext("Fairly easy to read") if self.ease >= HARD else gettext("Hard to read")

    @property
    def is_hard(self) -> bool:
        return self.ease is not None and self.ease < HARD


def check(text: str, vocabulary: Vocabulary) -> Report:
    parts = list(sentences(text))
    words = [word for part in parts for word in part.words]
    found = sorted(
        [*_long(parts), *_hard_words(text, parts, vocabulary), *_grammar(parts)], key=lambda f: (f.start, f.end)
    )
    return Report(
        words=len(words),
        sentences=len(parts),
        ease=reading_ease(parts),
        findings=found[:MOST_FINDINGS],
        more=max(0, len(found) - MOST_FINDINGS),
    )


def reading_ease(parts: list[Sentence]) -> int | None:
    counted = [part for part in parts if part.words]
    words = [word for part in counted for word in part.words]
    if len(words) < FEWEST_WORDS:
        return None
    value = 207 - 1.015 * len(words) / len(counted) - 73.6 * sum(map(syllables, words)) / len(words)
    return round(min(100, max(0, value)))


def _long(parts: list[Sentence]) -> Iterator[Finding]:
    for part in parts:
        count = len(part.words)
        if count > LONGEST_SENTENCE:
            advice = ngettext(
                "This sentence has %(count)d word. Make two of it.",
                "This sentence has %(count)d words. Make two of it.",
                count,
            )
            yield _finding(Kind.LONG_SENTENCE, part, 0, len(part.text), advice % {"count": count})


def _hard_words(text: str, parts: list[Sentence], vocabulary: Vocabulary) -> Iterator[Finding]:
    explained = text.lower().replace("'", "’")
    for start, end, word in vocabulary.find(text):
        part = next((each for each in parts if each.start <= start < each.end), None)
        if part is None:
            continue
        place = (part, start - part.start, min(end, part.end) - part.start)
        if not word.is_acronym:
            advice = gettext("Write instead: %(plain)s") % {"plain": word.plain}
            yield _finding(Kind.JARGON, *place, advice)
        elif word.plain.lower().replace("'", "’") not in explained and not is_spelt_out(text, start, end):
            advice = gettext("Say once what it means: %(plain)s") % {"plain": word.plain}
            yield _finding(Kind.ACRONYM, *place, advice)
    for start, end in unexplained(text, vocabulary.by_form):
        if part := next((each for each in parts if each.start <= start < each.end), None):
            yield _finding(Kind.ACRONYM, part, start - part.start, end - part.start, gettext("Say once what it means."))


_PARTICIPLE = r"\w+(?:é|ée|és|ées|i|ie|is|it|ite|its|ites|u|ue|us|ues|ert|erte|erts|ertes)"
_BE = r"(?:est|sont|sera|seront|était|étaient|serait|seraient|soit|soient|être|été)"
# « la demande est étudiée par la commission », « doit être adressée ». « est » alone is mostly no passive at all.
_PASSIVE = re.compile(
    rf"\b{_BE}\s+(?:\w+ment\s+)?{_PARTICIPLE}\b(?=[^,.;:!?]{{0,40}}?\bpar\s+(?:la|le|les|l['’]|un|une|votre|notre|vos|nos)\b)"
    rf"|\b(?:doit|doivent|devra|devront|peut|peuvent|pourra|pourront)\s+(?:\w+ment\s+)?être\s+{_PARTICIPLE}\b",
    re.IGNORECASE,
)


def _grammar(parts: list[Sentence]) -> Iterator[Finding]:
    for part in parts:
        for match in _PASSIVE.finditer(part.text):
            advice = gettext("Say who does it, or say “you”.")
            yield _finding(Kind.PASSIVE, part, match.start(), match.end(), advice)
        if place := two_negations(part.text):
            advice = gettext("Two negations in one sentence. Say what to do.")
            yield _finding(Kind.NEGATIONS, part, *place, advice)


def _finding(kind: Kind, part: Sentence, start: int, end: int, advice: str) -> Finding:
    return Finding(
        kind=kind,
        start=part.start + start,
        end=part.start + end,
        advice=advice,
        before=part.text[:start],
        marked=part.text[start:end],
        after=part.text[end:],
    )
