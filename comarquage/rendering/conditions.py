"""Conditional passages, told by the answers that the reader gave to a guided search or questionnaire.

The answers stand in the address (`?si=T10280.-T10281`: true, then false), so that a page depends on nothing
else. Without answers nothing is decided: every case is shown, each under its own condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

# A variable of the feed, with a minus where it is false. Found wherever it stands: addresses are typed and cut.
ANSWER = re.compile(r"(-?)(T\d{1,8})")
# More than any guided search or questionnaire sets; an address may hold anything.
MAX_ANSWERS = 60
PARAMETER = "si"


@dataclass(frozen=True)
class Answers:
    true: frozenset[str] = field(default_factory=frozenset)
    false: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def parse(cls, values: Iterable[str]) -> Answers:
        """From the values of the address's parameter; whatever is not an answer is ignored."""
        found = [match.groups() for value in values for match in ANSWER.finditer(value)][:MAX_ANSWERS]
        true = frozenset(name for sign, name in found if not sign)
        # Said both ways, a variable counts as true: the case is then shown rather than set back.
        return cls(true, frozenset(name for sign, name in found if sign) - true)

    def __bool__(self) -> bool:
        return bool(self.true or self.false)

    def __str__(self) -> str:
        return ".".join([*sorted(self.true), *(f"-{name}" for name in sorted(self.false))])

    def with_selected(self, element: etree._Element) -> Answers:
        """These answers and what choosing this branch or choice sets (`SiSelectionne`)."""
        true = {found.get("var", "") for found in element.findall("SiSelectionne/affecteVrai")}
        false = {found.get("var", "") for found in element.findall("SiSelectionne/affecteFaux")}
        if not true and not false:
            return self
        return Answers((self.true - false) | true, (self.false - true) | (false - true))


def applies(element: etree._Element, answers: Answers) -> bool | None:
    """Whether the passage concerns a reader with these answers; None when they do not tell."""
    condition = element.find("Condition")
    if condition is None or not answers:
        return None
    return all_of(condition, answers)


def all_of(element: etree._Element, answers: Answers) -> bool | None:
    values = [evaluate(child, answers) for child in element]
    # An element that is not known evaluates to None: what it guards is shown.
    # Three values, as SQL has them: unknown decides nothing unless another operand does (Kleene's logic).
    if False in values:
        return False
    return None if None in values or not values else True


def evaluate(element: etree._Element, answers: Answers) -> bool | None:
    """One operand of a `Condition`: a variable (`estVrai`, `estIndefini`) or others joined by `et` and `ou`."""
    name = element.get("var", "")
    match element.tag:
        case "estVrai":
            return True if name in answers.true else False if name in answers.false else None
        case "estIndefini":
            return name not in answers.true and name not in answers.false
        case "ou":
            values = [evaluate(child, answers) for child in element]
            return True if True in values else None if None in values or not values else False
        case "et":
            return all_of(element, answers)
    return None


def variables_of(element: etree._Element) -> list[str]:
    condition = element.find("Condition")
    if condition is None:
        return []
    return list(dict.fromkeys(found.get("var", "") for found in condition.iter("estVrai")))
