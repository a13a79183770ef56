"""A person sees that an e-mail asks something of its own: it becomes a question, and its sender is told."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.mail.address_spellings import box_of
from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.actions.submitting import submit_question
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus, QuestionOrigin, QuestionStatus
from clairdroit.questions.errors import EmptyTextError, NotHeldError
from clairdroit.questions.incoming.details_by_mail import take_out
from clairdroit.questions.models import IncomingMail, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import User

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune


@transaction.atomic
def make_question(
    *,
    mail: IncomingMail,
    user: User,
    heading: str,
    commune: "Commune | None",
    text: str,
    email: str,
    language: str,
) -> Question:
    """A question of that sender's; made twice, it is one. What had joined another question leaves its text, and what it
    had taken up again has ended as before.

    NotHeldError: it is part of a partner's draft, or of another file than it was when the page was opened.
    """
    require(user_can_handle_questions(user))
    if not text.strip():
        raise EmptyTextError
    former = lock_question(mail.question) if mail.question is not None else None
    mail = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if (made := Question.objects.filter(submission_key=mail.question_key).first()) is not None:
        return made
    if not mail.may_become_question or mail.question_id != (former.pk if former is not None else None):
        raise NotHeldError
    if isinstance(mail.reply, Unreadable) or (former is not None and isinstance(former.text, Unreadable)):
        raise UnreadableTextError
    follows = former if former is not None and _is_of_same_person(former, mail, email) else None
    question = submit_question(
        heading=heading,
        text=text.strip(),
        commune=commune,
        email=email,
        language=language,
        origin=QuestionOrigin.MAIL,
        submission_key=mail.question_key,
        follows=follows,
        user=user,
    ).question
    # To partners of the former file; what of it the new one needs is passed on there.
    mail.passed_files.all().delete()
    if former is not None:
        kind, detail = EventKind.MAIL_SET_ASIDE, _("It has become a question of its own.")
        if follows is not None:
            kind, detail = EventKind.FOLLOWED_UP, question.reference
        event = log(former, kind, user=user, detail=detail)
        if mail.is_detail:
            take_out(former, mail, event=event)
    mail.question, mail.assignment = question, None
    mail.status, mail.kind = IncomingStatus.ACCEPTED, IncomingKind.REPLY
    mail.handled_at, mail.handled_by = timezone.now(), user
    mail.save(update_fields=["question", "assignment", "status", "kind", "handled_at", "handled_by"])
    return question


def _is_of_same_person(former: Question, mail: IncomingMail, email: str) -> bool:
    if former.erased_at or former.status == QuestionStatus.SPAM:
        return False
    if not former.has_address:
        return mail.is_detail
    return box_of(former.email) == box_of(email)
