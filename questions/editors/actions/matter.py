"""An editor corrects what a question is about, where, and how it came."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from clairdroit.questions import deadlines
from clairdroit.questions.actions.history import in_site_language, lock_question, log
from clairdroit.questions.enums import TAKEN_DOWN, EventKind, QuestionOrigin
from clairdroit.questions.errors import ErasedError, NeedsAddressError
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser
from clairdroit.taxonomy.enums import Heading

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

# Since when a question that came back is expected to be answered.
CAME_BACK = (EventKind.REOPENED, EventKind.TAKEN_UP_AGAIN)


@transaction.atomic
def change_matter(
    *, question: Question, user: AnyUser, heading: str, commune: "Commune | None", origin: str
) -> Question:
    """Nobody is asked or released by it: the file shows at once whom the rules would ask now.

    The day of the answer is counted anew by the rule that speaks now, from the day on which the question came (or came
    back): a correction gives no more time. An ended question keeps its day.
    """
    require(user_can_handle_questions(user))
    question = lock_question(question)
    if question.erased_at:
        raise ErasedError
    if origin not in origins_of(question):
        raise NeedsAddressError
    with in_site_language():
        changed = _changes(question, heading, commune, origin)
    if not changed:
        return question
    has_moved = (question.heading, question.commune) != (heading, commune)
    question.heading, question.commune, question.origin = heading, commune, origin
    if has_moved and question.is_open:
        question.due_at = deadlines.due_at(heading, commune, _came_at(question))
    question.save(update_fields=["heading", "commune", "origin", "due_at"])
    log(question, EventKind.MATTER_CHANGED, user=user, detail=" ; ".join(changed))
    return question


def origins_of(question: Question) -> list[str]:
    """How it may have come: without an address only from somebody who came or telephoned."""
    return [each for each in QuestionOrigin.values if question.has_address or each in TAKEN_DOWN]


def _changes(question: Question, heading: str, commune: "Commune | None", origin: str) -> list[str]:
    """Before and after, for the history."""
    unknown_place = _("commune not known")
    pairs = [
        (question.heading_label, _label(heading)),
        (question.place_label or unknown_place, commune.label if commune else unknown_place),
        (question.get_origin_display(), str(QuestionOrigin(origin).label)),
    ]
    return [f"{before} → {after}" for before, after in pairs if before != after]


def _label(heading: str) -> str:
    return Question(heading=heading).heading_label if heading in Heading.values else Question().heading_label


def _came_at(question: Question) -> datetime.datetime:
    back = question.events.filter(kind__in=CAME_BACK).order_by("-at").values_list("at", flat=True).first()
    return back or question.received_at
