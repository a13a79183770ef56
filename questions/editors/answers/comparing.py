"""Two answers to one question, side by side: what only one of them says."""

import dataclasses

from rapidfuzz import fuzz
from wagtail.admin.compare import diff_text

from clairdroit.glossary.plain_language.sentences import Sentence, sentences

# Of 100: above, two sentences say the same in other words or another order. Tried on the demonstration's answers.
ALIKE = 70
# Words: a last paragraph as short as this may be a greeting.
GREETING = 6


@dataclasses.dataclass(frozen=True)
class Said:
    text: str
    # The other answer says nothing like it.
    is_only_here: bool


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def only_here(text: str, other: str) -> list[list[Said]]:
    """The paragraphs of `text` in sentences, each marked when `other` has none like it."""
    theirs = list(sentences(other))
    return [_said(part, theirs) for part in paragraphs(text)]


def _said(part: str, theirs: list[Sentence]) -> list[Said]:
    return [Said(each.text, not any(alike(each.text, their.text) for their in theirs)) for each in sentences(part)]


def joined(one: list[str], two: list[str]) -> list[str]:
    """Where joining two answers may begin: names of their paragraphs ("0-3": the fourth of the first), in order.

    All of the first, then those of the second that say something more; a greeting at the end of the first stays there.
    """
    first = [f"0-{number}" for number in range(len(one))]
    last = [first.pop()] if len(one) > 1 and len(one[-1].split()) <= GREETING else []
    known = list(sentences("\n\n".join(one)))
    more = [f"1-{number}" for number, part in enumerate(two) if any(said.is_only_here for said in _said(part, known))]
    return [*first, *more, *last]


def carried(composed: str, text: str, fresh: str) -> str | None:
    """`fresh` with the corrections by hand that made `text` of `composed`; None where they have no sure place in it."""
    if text in ("", composed):
        return fresh
    before, now, then = paragraphs(composed), paragraphs(text), paragraphs(fresh)
    # Paragraph by paragraph: only where their number is the same is it sure which became which.
    corrected = {old: new for old, new in zip(before, now, strict=False) if old != new}
    is_sure = len(before) == len(now) and len(set(before)) == len(before)
    if not is_sure or not corrected.keys() <= set(then) or set(corrected.values()) & set(before):
        return None
    return "\n\n".join(corrected.get(part, part) for part in then)


def alike(one: str, two: str) -> bool:
    return fuzz.token_sort_ratio(one.lower(), two.lower()) >= ALIKE


def changes(before: str, after: str) -> str:
    """Wagtail's word by word comparison, as escaped HTML; empty when nothing changed."""
    return diff_text(before, after).to_html() if before != after else ""
