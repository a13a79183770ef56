"""A question's text holds what was added to it later; whoever reads it should see which is which."""

import dataclasses
import re

# As `actions.add_detail` writes it.
_STAMP = re.compile(r"\n\n\[(\d{2}/\d{2}/\d{4})\] ")
# The same, at the end of a text.
STAMP_ALONE = re.compile(r"\n\n\[\d{2}/\d{2}/\d{4}\]$")


@dataclasses.dataclass(frozen=True)
class QuestionPart:
    text: str
    # Empty for the question itself.
    added_on: str = ""


def ends_with(text: str, words: str) -> bool:
    """Whether these words, whole, are what was added last, or all that there is."""
    before = text.removesuffix(f" {words}")
    return text == words or (before != text and STAMP_ALONE.search(before) is not None)


def joined(parts: list[QuestionPart]) -> str:
    return "".join(f"\n\n[{part.added_on}] {part.text}" if part.added_on else part.text for part in parts)


def parts_of(text: str) -> list[QuestionPart]:
    first, *rest = _STAMP.split(text)
    return [
        QuestionPart(first),
        *(QuestionPart(words, date) for date, words in zip(rest[::2], rest[1::2], strict=True)),
    ]
