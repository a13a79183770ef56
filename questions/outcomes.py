"""What became of a partner's part in a question: the words of its space, and the `state` of the interface."""

import enum

from clairdroit.questions import ended_assignments
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.models import Assignment, ProposedAnswer


class Outcome(enum.StrEnum):
    """The values stand in the partners' interface (docs/partner-api.md)."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    JOINED = "joined"
    ANSWERED = "answered"
    ENDED = "ended"
    ERASED = "erased"


def outcome_of(assignment: Assignment) -> Outcome:
    """No query when the answer and what it was joined into were read along (`AssignmentQuerySet.with_answers`).

    Of a part that has ended (`leaving`), the end stays as it was; only that the words were erased is told later, too.
    """
    question = assignment.question
    if question.erased_at:
        return Outcome.ERASED
    if assignment.has_left:
        return Outcome.ANSWERED if assignment.left_sent_at else Outcome.ENDED
    answer = answer_of(assignment)
    if answer is not None and answer.final.sent_at:
        return Outcome.ANSWERED
    if not question.is_open and assignment.status != AssignmentStatus.PROPOSED:
        return Outcome.ENDED
    if assignment.status == AssignmentStatus.PROPOSED:
        return Outcome.JOINED if answer is not None and answer.is_joined else Outcome.PROPOSED
    return Outcome.WAITING if assignment.is_waiting else Outcome.ENDED


def answer_of(assignment: Assignment) -> ProposedAnswer | None:
    return getattr(assignment, "answer", None)


def joined_with(assignment: Assignment) -> str:
    """The other partners whose answers became one with this partner's; empty where nothing was joined."""
    answer = answer_of(assignment)
    if answer is None or not answer.is_joined:
        return ""
    joint = ended_assignments.sent_known(assignment) if assignment.has_left else answer.final
    return ", ".join(str(each) for each in joint.partners if each.pk != assignment.partner_id) if joint else ""
