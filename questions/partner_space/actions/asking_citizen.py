"""A partner asks the person who asked for a detail; the site writes to them, and the partner never sees the address."""

from django.db import transaction
from django.utils import timezone

from clairdroit.questions import emails
from clairdroit.questions.actions.history import lock_assignment, log, move_assignment
from clairdroit.questions.actions.telling import keep_words
from clairdroit.questions.enums import AssignmentStatus, EventKind, TellingKind
from clairdroit.questions.errors import (
    AlreadyAskedCitizenError,
    AskedCitizenOftenError,
    EmptyTextError,
    NotWaitingError,
)
from clairdroit.questions.models import Assignment
from clairdroit.questions.permissions import require, user_can_draft
from clairdroit.roles.users import User

# In all, from one partner about one question: what is still unclear after that is for the telephone, or the editors.
MAX_REQUESTS = 3


@transaction.atomic
def ask_citizen(*, assignment: Assignment, user: User, text: str) -> Assignment:
    """Sends the request and stops the partner's clock until the citizen answers (`actions.add_detail`).

    One request at a time. What was asked stands on the follow-up page, in the file and in the history; it is never
    compared with the citizen's address, which would tell a partner who guesses that the guess was right.
    """
    require(user_can_draft(user, assignment))
    text = text.strip()
    if not text:
        raise EmptyTextError
    assignment = lock_assignment(assignment)
    if not (assignment.is_waiting and assignment.question.is_open):
        raise NotWaitingError
    if assignment.is_waiting_for_citizen:
        raise AlreadyAskedCitizenError
    if assignment.events.filter(kind=EventKind.DETAIL_ASKED).count() >= MAX_REQUESTS:
        raise AskedCitizenOftenError
    name = assignment.partner.name
    if assignment.status in (AssignmentStatus.NOTIFIED, AssignmentStatus.SILENT):
        seen = log(assignment.question, EventKind.SEEN, user=user, assignment=assignment, detail=name)
        move_assignment(assignment, AssignmentStatus.SEEN, event=seen, seen_at=timezone.now())
    assignment.asked_of_citizen, assignment.waiting_for_citizen_since = text, timezone.now()
    assignment.save(update_fields=["asked_of_citizen", "waiting_for_citizen_since"])
    log(assignment.question, EventKind.DETAIL_ASKED, user=user, assignment=assignment, detail=f"{name} : {text}")
    if assignment.question.has_address:
        emails.detail_asked(assignment)
    else:
        keep_words(question=assignment.question, kind=TellingKind.DETAIL_ASKED, text=text, assignment=assignment)
    return assignment
