"""What stands on a partner's first page."""

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.managers import AssignmentQuerySet
from clairdroit.questions.masking import with_persons
from clairdroit.questions.models import Assignment

ANSWERS_SHOWN = 30
# In the address, after a question was passed on: which one.
DECLINED = "passee"


def waiting_of(partner: Partner) -> list[Assignment]:
    """Late first, then by the day expected; what waits for the citizen last."""
    return sorted(_of(partner).waiting().on_open_questions(), key=lambda each: each.urgency)


def handed_in_by(partner: Partner) -> list[Assignment]:
    return list(_of(partner).handed_in().with_answers().order_by("-proposed_at")[:ANSWERS_SHOWN])


def listed(partner: Partner) -> list[Assignment]:
    return [*waiting_of(partner), *handed_in_by(partner)]


def _of(partner: Partner) -> AssignmentQuerySet:
    mine = Assignment.objects.filter(partner=partner).select_related("question__commune__departement", "handed_over_by")
    return mine.prefetch_related(with_persons("question__"), "question__details")
