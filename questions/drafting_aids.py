"""What stands beside a draft to be put into it by one touch: the network's phrases, and pages of the site to cite."""

import dataclasses
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import override

from clairdroit.glossary.plain_language import Report, check, vocabulary
from clairdroit.questions import related
from clairdroit.questions.enums import PhraseKind
from clairdroit.questions.links import absolute
from clairdroit.questions.models import StandardPhrase

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune


class ToAnswer(Protocol):
    """A question as its writer may know it: a partner's view of it, or the row itself for an editor."""

    @property
    def text(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def commune(self) -> "Commune | None": ...
    @property
    def language(self) -> str: ...


@dataclasses.dataclass(frozen=True)
class Page:
    """A page that may help; `insertion` is plain text, because the answer goes out as plain text too."""

    title: str
    kind: str
    url: str
    age: str

    @property
    def insertion(self) -> str:
        return f"{self.title} : {self.url}"


@dataclasses.dataclass(frozen=True)
class DraftingAids:
    openings: list[StandardPhrase]
    closings: list[StandardPhrase]
    pages: list[Page]
    report: Report | None


def drafting_aids(question: ToAnswer, draft: str) -> DraftingAids:
    phrases = list(StandardPhrase.objects.for_question(heading=question.heading, language=question.language))
    return DraftingAids(
        openings=[each for each in phrases if each.kind == PhraseKind.OPENING],
        closings=[each for each in phrases if each.kind == PhraseKind.CLOSING],
        pages=pages_to_cite(question, draft),
        report=remarks_on(question, draft),
    )


def pages_to_cite(question: ToAnswer, draft: str) -> list[Page]:
    """Found by the question's words and those of the draft, in the language that the citizen wrote in: one search."""
    with override(question.language):
        found = related.related_help(
            f"{question.text}\n{draft}", commune=question.commune, heading=question.heading, limit=related.LIMIT
        )
    return [Page(each.title, each.kind_label, absolute(each.url), each.age) for each in found]


def remarks_on(question: ToAnswer, draft: str) -> Report | None:
    """The editors' plain-language check, for the writer too. It knows French alone."""
    return check(draft, vocabulary("fr")) if question.language == "fr" and draft.strip() else None


def with_insertion(text: str, *, before: str = "", after: str = "") -> str:
    """The text with a phrase put before or after it, a blank line between them; nothing is put in twice."""
    parts = [part.strip("\n") for part in (before, text, after) if part.strip()]
    if (before and text.startswith(before)) or (after and text.rstrip().endswith(after)):
        return text
    return "\n\n".join(parts)
