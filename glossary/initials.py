"""Words as the page of words lists them: under their initials."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from clairdroit.glossary.phrases import fold

if TYPE_CHECKING:
    from clairdroit.glossary.models import GlossaryEntry


def words_context(entries: Iterable["GlossaryEntry"]) -> dict[str, Any]:
    """`letters`: each initial with its entries; what begins with a digit stands under "0-9"."""
    ordered = sorted(entries, key=lambda entry: fold(entry.term))
    letters = [(letter, list(group)) for letter, group in groupby(ordered, key=initial)]
    return {"letters": letters, "words_language": ordered[0].locale.language_code if ordered else ""}


def initial(entry: "GlossaryEntry") -> str:
    first = fold(entry.term)[:1].upper()
    return "0-9" if first.isdigit() else first
