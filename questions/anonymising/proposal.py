"""The whole proposal: what to mask, how it would read, and what else deserves a look."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from clairdroit.questions.anonymising.given_names import named
from clairdroit.questions.anonymising.masks import Mask, MaskKind, around, without_overlaps
from clairdroit.questions.anonymising.numbers import numbers
from clairdroit.questions.anonymising.people import names, repeated
from clairdroit.questions.anonymising.places import ANY_DATE, FLAT, addresses, birth_dates

# A capital inside a sentence that no institution explains.
CAPITAL_INSIDE = re.compile(
    r"(?<=[a-zà-ÿ0-9,;)] )[A-ZÀ-Ý][a-zà-ÿ'’]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*(?:[ \t][A-ZÀ-Ý][a-zà-ÿ'’]+)*"
)
DIGITS = re.compile(r"(?<![\w,.])\d(?:[\s.\-/]?\d){3,}(?![\w€%])(?!\s?(?:€|euros?))")
HANDLE = re.compile(r"@\w{3,}|\b(?:https?://|www\.)\S+", re.IGNORECASE)
# Between a signature and what follows it: « Nadia Benali – tél. : 06… ».
AFTER_SIGNATURE = re.compile(
    r"(?:[\s,;:.()/–-]|\b(?:t[ée]l(?:[ée]phone)?|port(?:able)?|mobile|mail|e-mail|adresse|joignable|au|ou|et)\b)*",
    re.IGNORECASE,
)
AFTER_SIGNATURE_AT_END = re.compile(rf"{AFTER_SIGNATURE.pattern}\Z", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, order=True)
class Suspicion:
    """Not masked; `why` says in words what it may be."""

    start: int
    end: int
    why: Any


@dataclass(frozen=True)
class Passage:
    """A stretch of the original, for the screen that shows what was found. Plain when it has neither."""

    text: str
    mask: MaskKind | None = None
    why: Any = ""


@dataclass
class Proposal:
    original: str
    masks: list[Mask] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The original with words in the place of what was masked, in the active language."""
        return "".join(str(part.mask.label) if part.mask else part.text for part in self.parts())

    def parts(self) -> Iterator[Passage]:
        found: list[Mask | Suspicion] = sorted([*self.masks, *self.suspicions], key=lambda each: each.start)
        position = 0
        for each in found:
            if position < each.start:
                yield Passage(self.original[position : each.start])
            words = self.original[each.start : each.end]
            yield Passage(words, mask=each.kind) if isinstance(each, Mask) else Passage(words, why=each.why)
            position = each.end
        if position < len(self.original):
            yield Passage(self.original[position:])


def propose(text: str, *, known_people: Collection[str] = ()) -> Proposal:
    """For texts of some thousand characters, which take milliseconds; each postal code costs a look-up."""
    # What has a form of its own first: a name found inside an address or an e-mail address is part of it.
    sure = without_overlaps([*numbers(text), *birth_dates(text), *addresses(text)])
    people = [*names(text, known_people, before=end_of_words(text, sure)), *named(text)]
    # Of two ways to find a person, the one that takes in more of the name.
    found = without_overlaps([*sure, *sorted(people, key=lambda mask: mask.start - mask.end)])
    masks = without_overlaps([*found, *repeated(text, found)])
    return Proposal(text, masks, sorted(_suspicions(text, masks), key=lambda each: each.start))


def end_of_words(text: str, masks: Collection[Mask]) -> int:
    """Where the text ends but for the telephone number and the address that follow a signature."""
    end = len(text)
    for mask in sorted(masks, reverse=True):
        if not AFTER_SIGNATURE.fullmatch(text, mask.end, end):
            break
        end = mask.start
    # One short stretch is looked at: a signature's separators are few.
    start = max(0, end - 40)
    tail = AFTER_SIGNATURE_AT_END.search(text[start:end])
    return start + tail.start() if tail and end < len(text) else end


def _suspicions(text: str, masks: Collection[Mask]) -> Iterator[Suspicion]:
    taken = list(masks)
    # In this order, each outside of what those before it took: the surer reading of the same letters wins.
    for pattern, why in (
        (HANDLE, _("an address on the web")),
        (ANY_DATE, _("a date")),
        (FLAT, _("a flat")),
        (DIGITS, _("a number")),
        (CAPITAL_INSIDE, _("perhaps a name or a place")),
    ):
        for start, end in around(text, sorted(taken)):
            for match in pattern.finditer(text, start, end):
                if not YEAR.fullmatch(match[0]):
                    taken.append(Mask(match.start(), match.end(), MaskKind.NAME))
                    yield Suspicion(match.start(), match.end(), why)
        taken = without_overlaps(taken)
