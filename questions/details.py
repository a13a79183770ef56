"""What a person wrote: the question, and what they added to it later; whoever reads it should see which is which."""

import dataclasses
from collections.abc import Iterable

from clairdroit.encryption import Unreadable


@dataclasses.dataclass(frozen=True)
class QuestionPart:
    text: str
    # Empty for the question itself.
    added_on: str = ""


def joined(parts: Iterable[QuestionPart]) -> str:
    """As one text, where there is room for no more; nothing reads the parts back from it.

    Where one of them has lost its key it is that one alone: whoever would send the text must see it.
    """
    parts = list(parts)
    for part in parts:
        if isinstance(part.text, Unreadable):
            return part.text
    return "".join(f"\n\n[{part.added_on}] {part.text}" if part.added_on else part.text for part in parts)
