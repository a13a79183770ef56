"""Two answers to one question, side by side: what only one of them says."""

import dataclasses

from rapidfuzz import fuzz
from wagtail.admin.compare import diff_text

from clairdroit.questions.plain_language.sentences import sentences

# Of 100: above, two sentences say the same in other words or another order. Tried on the demonstration's answers.
ALIKE = 70


@dataclasses.dataclass(frozen=True)
class Said:
    text: str
    # The other answer says nothing like it.
    is_only_here: bool


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def only_here(text: str, other: str) -> list[list[Said]]:
    """The paragraphs of `text` in sentences, each marked when `other` has none like it."""
    theirs = [sentence.text for sentence in sentences(other)]
    return [
        [Said(sentence.text, not any(alike(sentence.text, each) for each in theirs)) for sentence in sentences(part)]
        for part in paragraphs(text)
    ]


def alike(one: str, two: str) -> bool:
    return fuzz.token_sort_ratio(one.lower(), two.lower()) >= ALIKE


def changes(before: str, after: str) -> str:
    """Wagtail's word by word comparison, as escaped HTML; empty when nothing changed."""
    return diff_text(before, after).to_html() if before != after else ""
