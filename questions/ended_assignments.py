"""How far a partner's knowledge of a question goes once its part in it has ended: no further than on that day.

Its link, its space and its keys work on, for its other questions. The row notes numbers and pointers and no words, so
that an erasure finds nothing more to erase; `for_partners` and apps that tell of questions cut by them what they tell.
"""

from typing import Any

from clairdroit.questions import details
from clairdroit.questions.enums import EventKind
from clairdroit.questions.models import Assignment, Event, ProposedAnswer, Question

# The erasure of the words is told to all who read them: they are to delete their copies.
TOLD_AFTERWARDS = (EventKind.ERASED, EventKind.EXPIRED)
# Asked again, the partner reads all of it.
LIFTED: dict[str, None] = dict.fromkeys(
    [
        "left_step",
        "left_parts",
        "left_draft",
        "left_sent",
        "left_sent_at",
        "left_helped",
        "left_heading",
        "left_commune",
        "left_has_address",
    ]
)


def known_at_leaving(assignment: Assignment, event: Event) -> dict[str, Any]:
    """Values for the row of a part that ends with this step. The caller holds the question's row, as it stands now."""
    question = assignment.question
    mine = ProposedAnswer.objects.filter(assignment=assignment).select_related("merged_into__merged_into").first()
    sent = mine.final if mine is not None and mine.final.sent_at else None
    return {
        "left_step": event.pk,
        "left_parts": _parts(question),
        "left_draft_id": mine.latest_revision_id if mine is not None else None,
        "left_sent_id": sent.sent_revision_id if sent is not None else None,
        "left_sent_at": sent.sent_at if sent is not None else None,
        "left_helped": question.helped,
        "left_heading": question.heading,
        "left_commune_id": question.commune_id,
        "left_has_address": question.has_address,
    }


def parts_known(assignment: Assignment) -> list[details.QuestionPart]:
    """What the person wrote: to an ended part without what they added later."""
    parts = assignment.question.parts
    return parts[: assignment.left_parts] if assignment.has_left else parts


def matter_known(assignment: Assignment) -> Question:
    """What it is about and where, to an ended part as it stood then: a row that is never saved."""
    if not assignment.has_left or assignment.left_heading is None:
        return assignment.question
    return Question(heading=assignment.left_heading, commune=assignment.left_commune)


def has_address_known(assignment: Assignment) -> bool:
    """Whether the person could be written to: an address given or taken away since is no news of an ended part."""
    if not assignment.has_left or assignment.left_has_address is None:
        return assignment.question.has_address
    return assignment.left_has_address


def sent_known(assignment: Assignment) -> ProposedAnswer | None:
    """What the person received of this partner, alone or joined: to an ended part as it was sent before that."""
    mine: ProposedAnswer | None = getattr(assignment, "answer", None)
    final = mine.final if mine is not None else None
    if not assignment.has_left:
        return final if final is not None and final.sent_at else None
    if assignment.left_sent_at is None:
        return None
    if final is not None and final.sent_at == assignment.left_sent_at:
        return final
    # Corrected, or joined once more, and sent again since.
    former = assignment.left_sent.as_object() if assignment.left_sent is not None else None
    if former is not None:
        former.sent_at = assignment.left_sent_at
    return former


def _parts(question: Question) -> int:
    return 1 + question.details.count()
