"""Who has a draft open right now: told to the partner's other tabs, kept for nobody else, written to no history."""

from django.db import transaction
from django.utils import timezone

from clairdroit.questions.models import Assignment, DraftPresence
from clairdroit.questions.permissions import require, user_can_draft
from clairdroit.roles.users import User


@transaction.atomic
def note_presence(*, assignment: Assignment, user: User, tab: str, instead_of: str = "") -> list[DraftPresence]:
    """This tab has the draft open; gives the other tabs that do.

    `instead_of` is the name that the same tab had before it was loaded anew. Rows of tabs that fell silent
    go, whosever they are: there is no job to sweep them.
    """
    require(user_can_draft(user, assignment))
    DraftPresence.objects.gone().delete()
    assignment.presences.filter(tab=instead_of).delete()
    if assignment.is_waiting:
        assignment.presences.update_or_create(tab=tab, defaults={"seen_at": timezone.now()})
    return list(assignment.presences.current().exclude(tab=tab))


@transaction.atomic
def end_presence(*, assignment: Assignment, user: User, tab: str) -> None:
    require(user_can_draft(user, assignment))
    assignment.presences.filter(tab=tab).delete()
