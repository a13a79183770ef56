"""A partner passes a question on to another one, which is asked at once: unlike declining, nobody has to decide."""

from django.db import transaction
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.actions.assigning import ask
from clairdroit.questions.actions.history import end_assignment, lock_assignment, log
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import AssignmentStatus, EventKind
from clairdroit.questions.errors import AlreadyAskedError, EmptyTextError, NotReachableError, NotWaitingError
from clairdroit.questions.for_partners import QuestionForPartner
from clairdroit.questions.models import Assignment, ProposedAnswer
from clairdroit.questions.permissions import require, user_can_draft
from clairdroit.questions.routing.partner_choice import routable
from clairdroit.roles.users import User


@transaction.atomic
def hand_over(*, assignment: Assignment, user: User, to: Partner, word: str, with_draft: bool = False) -> Assignment:
    """Gives the assignment of the partner now asked. `word` goes to it and into the history.

    A partner that had a part in this question before is not asked again this way: two partners cannot pass a question
    to and fro. With `with_draft` the text begun becomes the other's draft; without, nobody sees it.
    """
    require(user_can_draft(user, assignment))
    word = word.strip()
    if not word:
        raise EmptyTextError
    assignment = lock_assignment(assignment)
    question = assignment.question
    if not (assignment.is_waiting and question.is_open):
        raise NotWaitingError
    if question.assignments.filter(partner=to).exists():
        raise AlreadyAskedError
    if not routable().filter(pk=to.pk).exists():
        raise NotReachableError
    detail = f"{assignment.partner.name} → {to.name} : {word}"
    event = log(question, EventKind.HANDED_OVER, user=user, assignment=assignment, detail=detail)
    end_assignment(assignment, AssignmentStatus.HANDED_OVER, event=event, better_partner=to)
    asked = ask(
        question,
        to,
        [_("Handed over by %(partner)s.") % {"partner": assignment.partner.name}],
        user,
        handed_over_by=assignment.partner,
        word=word,
    )
    if with_draft:
        _pass_draft(assignment, asked, user)
    return asked


def _pass_draft(assignment: Assignment, asked: Assignment, user: User) -> None:
    """The text alone: the note was for the editor. Its revision stays the giver's, the receiver's begin after it.

    A copy, as the other partner may see it: what the giver wrote stays with the giver, whole.
    """
    begun = ProposedAnswer.objects.filter(assignment=assignment).first()
    text = latest(begun).text if begun else ""
    if text.strip():
        draft = ProposedAnswer.objects.create(question=asked.question, assignment=asked, author=user, live=False)
        draft.text = QuestionForPartner(asked).mention(text)
        draft.save_revision(user=user)
