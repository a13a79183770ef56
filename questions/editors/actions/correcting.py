"""The address that a person gave is corrected: the former one is forgotten, and what counts now is sent again."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction

from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms.fields import PersonsAddressField
from clairdroit.questions import emails
from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.actions.telling import mail_what_waits
from clairdroit.questions.enums import TO_CITIZEN, EventKind, IncomingKind, QuestionStatus
from clairdroit.questions.errors import BadAddressError, NotCorrectableError, SameAddressError
from clairdroit.questions.models import ProposedAnswer, Question, ReplyAddress
from clairdroit.questions.permissions import require, user_can_tell
from clairdroit.roles.users import User


@transaction.atomic
def correct_address(*, question: Question, email: str, user: User) -> list[OutboxMail]:
    """The mails that leave for the new address: what the person has to know now; none of a question that ended without
    a word to them.

    Whoever read the former address holds no key any more: neither its links nor its replies lead to the question. Where
    there was none, nobody but the person had a link: the one on their sheet of paper goes on.
    """
    require(user_can_tell(user, question))
    question = lock_question(question)
    if question.erased_at or question.status == QuestionStatus.SPAM:
        raise NotCorrectableError
    try:
        email = PersonsAddressField().clean(email)
    except ValidationError as error:
        raise BadAddressError(" ".join(error.messages)) from None
    if email == question.email:
        raise SameAddressError
    former, question.email = question.email, email
    if former:
        question.follow_version += 1
    question.save(update_fields=["email", "follow_version"])
    log(question, EventKind.ADDRESS_CORRECTED, user=user)
    if former:
        _forget(question, str(former))
    return _send_what_counts(question, user)


def _forget(question: Question, former: str) -> None:
    """What the person themselves wrote from there stays: it is theirs."""
    ReplyAddress.objects.filter(question=question, assignment__isnull=True).delete()
    to_person = {"question_mail__question": question, "question_mail__kind__in": TO_CITIZEN}
    OutboxMail.objects.filter(**to_person).delete()
    for mail in question.incoming_mails.filter(kind=IncomingKind.BOUNCE, assignment__isnull=True):
        mail.delete()
    if not _is_used(former):
        UnreachableAddress.objects.for_address(former).delete()


def _is_used(address: str) -> bool:
    """By another open question, or as a team box: its bounces concern them, too."""
    others = Question.objects.open().written_to(address)
    return bool(others) or Partner.objects.filter(team_email__iexact=address).exists()


def _send_what_counts(question: Question, user: User) -> list[OutboxMail]:
    if question.tellings.waiting().exists():
        # Until now the person had no address.
        mail_what_waits(question=question, user=user)
        return list(OutboxMail.objects.filter(question_mail__question=question, question_mail__kind__in=TO_CITIZEN))
    return [mail for mail in _mails(question) if mail is not None]


def _mails(question: Question) -> Iterator[OutboxMail | None]:
    if question.status == QuestionStatus.ANSWERED:
        for answer in question.answers.filter(sent_at__isnull=False).order_by("sent_at", "pk"):
            answer.question = question
            mail = emails.answer_to_citizen(answer)
            ProposedAnswer.objects.filter(pk=answer.pk).update(sent_mail=mail)
            yield mail
    elif question.status == QuestionStatus.OUT_OF_SCOPE:
        if (told := question.events.filter(kind=EventKind.OUT_OF_SCOPE).last()) is not None:
            yield emails.out_of_scope(question, told.detail)
    elif question.is_open:
        asking = list(question.assignments.waiting_for_citizen().select_related("partner"))
        for assignment in asking:
            assignment.question = question
            yield emails.detail_asked(assignment)
        if not asking:
            yield emails.question_received(question)
