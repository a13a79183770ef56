"""Partners at work are told of details by one mail for all that come within a few minutes.

The mail waits in the outbox until then, and a detail that comes meanwhile has it written anew, to leave when the first
one would have.
"""

import datetime

from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.mail.reading.sent_text import texts_of_mail
from clairdroit.public_forms.allowances import take
from clairdroit.questions import conf, emails, sent_words
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.models import Assignment, Question, QuestionMail

# Details that somebody may add in a day, and each partner at work is told of, for one question.
PER_DAY = 10
# They show the whole question: what was added before one of these is known to the partner.
WITH_QUESTION = (
    MailKind.ASSIGNMENT,
    MailKind.HANDED_OVER,
    MailKind.CHANGES,
    MailKind.DETAIL,
    MailKind.REMINDER,
    MailKind.FILE_PASSED,
)


def tell_of_detail(question: Question) -> None:
    """Inside the caller's transaction, which holds the question's row and has logged the detail."""
    for assignment in question.assignments.active().filter(partner__live=True).select_related("partner", "question"):
        leaves_at = withdraw_waiting(assignment)
        if leaves_at is None:
            if not take(MailKind.DETAIL, str(assignment.pk), PER_DAY):
                continue
            leaves_at = timezone.now() + conf.detail_wait()
        emails.detail_added(assignment, count=max(1, _news(assignment)), not_before=leaves_at)


def tell_anew(question: Question) -> None:
    """Words have left the question: what waits says what is left of them, or leaves no more."""
    for assignment in question.assignments.active().select_related("partner", "question"):
        leaves_at = withdraw_waiting(assignment)
        if leaves_at is not None and (count := _news(assignment)) > 0:
            emails.detail_added(assignment, count=count, not_before=leaves_at)


def withdraw_waiting(assignment: Assignment) -> datetime.datetime | None:
    """Deletes the mail that waits for more details, and says when it would have left; None where there is none.

    One that the worker holds is left alone: it is on its way.
    """
    waiting = OutboxMail.objects.waiting().filter(
        question_mail__assignment=assignment,
        question_mail__kind=MailKind.DETAIL,
        not_before__gt=timezone.now(),
    )
    # Not waited for: a worker that holds the row is claiming it, and then it leaves as it is.
    mail = waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk").first()
    # With an attempt it has been offered to the server, and waits for another reason.
    if mail is None or mail.attempts.exists():
        return None
    sent_words.forget(assignment.question, texts_of_mail(mail.message, mail.html_message))
    leaves_at = mail.not_before
    mail.delete()
    return leaves_at


def _news(assignment: Assignment) -> int:
    """How many parts of the person's words the partner has read in no mail yet."""
    told = QuestionMail.objects.filter(assignment=assignment, kind__in=WITH_QUESTION).order_by("-pk")
    known = told.values_list("parts", flat=True).first()
    if known is None:
        added = assignment.question.events.filter(kind=EventKind.DETAIL_ADDED, at__gt=assignment.notified_at)
        return added.count()
    return 1 + assignment.question.details.count() - known
