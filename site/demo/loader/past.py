"""Spreads what the actions did just now over the days before, as if people had taken their time."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.models import DeliveryAttempt, OutboxMail
from clairdroit.mail.models.outbox import CONTENTS
from clairdroit.questions import deadlines
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.models import Event, ProposedAnswer, Question, QuestionMail

FIRST = datetime.time(10, 12)
LAST = datetime.time(16, 40)
# Any time between two steps that looks like people's; the same at each loading.
BETWEEN = datetime.timedelta(minutes=47)

# What happens at the same moment as the step before it, and what ends the story.
TOGETHER = {EventKind.ASSIGNED, EventKind.NO_CANDIDATE, EventKind.RELEASED, EventKind.ANSWERED}
ENDINGS = {EventKind.ANSWER_READY, EventKind.ANSWER_SENT, EventKind.ANSWERED, EventKind.FEEDBACK}

ASSIGNMENT_FIELDS = {
    EventKind.ASSIGNED: "notified_at",
    EventKind.SEEN: "seen_at",
    EventKind.PROPOSED: "proposed_at",
    EventKind.DECLINED: "ended_at",
    EventKind.RELEASED: "ended_at",
}
MAIL_EVENTS = {
    MailKind.ACKNOWLEDGEMENT: EventKind.RECEIVED,
    MailKind.ASSIGNMENT: EventKind.ASSIGNED,
    MailKind.CHANGES: EventKind.CHANGES_ASKED,
    MailKind.ANSWER: EventKind.ANSWER_SENT,
    MailKind.OUT_OF_SCOPE: EventKind.OUT_OF_SCOPE,
}

Moments = dict[str, datetime.datetime]


def move_into_past(question: Question, *, days: int, answered: int | None = None) -> None:
    """`days` and `answered` say how many days ago the question came and was answered."""
    moments = _date_events(question, days, answered)
    received = moments[EventKind.RECEIVED]
    due_at = deadlines.due_at(question.heading, question.commune, received)
    dates = {"received_at": received, "consent_at": received, "due_at": due_at}
    if question.answered_at:
        dates["answered_at"] = moments.get(EventKind.ANSWERED, moments[EventKind.ANSWER_SENT])
    if question.ended_at:
        dates["ended_at"] = max(moments.values())
    Question.objects.filter(pk=question.pk).update(**dates)
    for mail in question.mails.all():
        OutboxMail.objects.filter(pk=mail.email_id).update(created_at=moments[MAIL_EVENTS[MailKind(mail.kind)]])
    for answer in question.answers.all():
        _date_answer(answer, moments)
    question.tellings.update(since=moments.get(EventKind.ANSWER_READY, received))


def last_mail() -> int:
    """The newest row of the outbox: `date_notices` looks at what was written after it."""
    return OutboxMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def date_notices(*, after: int, moment: datetime.datetime) -> None:
    """What belongs to no question, Wagtail's notices to the moderators above all: it gets the day of what it tells."""
    OutboxMail.objects.filter(pk__gt=after, question_mail__isnull=True).update(created_at=moment)


def deliver_mails(*, after: int) -> None:
    """What was written days ago has arrived since: nothing of it waits for the worker, and no mail server sees it."""
    mails = list(OutboxMail.objects.waiting().filter(pk__gt=after))
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(
            email=mail, started_at=mail.created_at, finished_at=mail.created_at, outcome=DeliveryOutcome.DELIVERED
        )
        for mail in mails
    )
    Event.objects.bulk_create(
        Event(
            question_id=about.question_id,
            kind=EventKind.MAIL_DELIVERED,
            at=about.email.created_at,
            detail=about.get_kind_display(),
        )
        for about in QuestionMail.objects.filter(email__in=mails).select_related("email")
    )
    delivered = OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails])
    # As the worker does: of mails that are not ours nothing is left.
    OutboxMail.objects.filter(pk__in=list(delivered.of_others().values_list("pk", flat=True))).update(**CONTENTS)
    delivered.update(status=MailStatus.SENT)


def days_ago(days: int) -> datetime.datetime:
    """The afternoon of that day; today, an hour ago."""
    return min(_at(days, LAST), timezone.now() - datetime.timedelta(hours=1))


def _date_events(question: Question, days: int, answered: int | None) -> Moments:
    now = timezone.now()
    # Never in the future: a question of today, loaded in the morning, came an hour ago.
    moment = min(_at(days, FIRST), now - datetime.timedelta(hours=1))
    moments: Moments = {}
    for event in question.events.order_by("pk"):
        if event.kind in ENDINGS and answered is not None:
            moment = max(moment, _at(answered, LAST))
        elif event.kind not in TOGETHER and moments:
            moment = min(moment + BETWEEN, now)
        moments[event.kind] = moment
        type(event).objects.filter(pk=event.pk).update(at=moment)
        if event.assignment_id and event.kind in ASSIGNMENT_FIELDS:
            field = ASSIGNMENT_FIELDS[EventKind(event.kind)]
            question.assignments.filter(pk=event.assignment_id).update(**{field: moment})
    return moments


def _date_answer(answer: ProposedAnswer, moments: Moments) -> None:
    """The moderation queue shows since when each thing waits."""
    written = moments.get(EventKind.PROPOSED) or moments.get(EventKind.DRAFTING) or moments.get(EventKind.ANSWER_SENT)
    of_answer = {"content_type": ContentType.objects.get_for_model(ProposedAnswer), "object_id": str(answer.pk)}
    Revision.objects.filter(**of_answer).update(created_at=written)
    states = WorkflowState.objects.filter(**of_answer)
    TaskState.objects.filter(workflow_state__in=states).update(started_at=written)
    states.update(created_at=written)
    sent = moments.get(EventKind.ANSWER_SENT)
    ProposedAnswer.objects.filter(pk=answer.pk).update(
        created_at=written, **({"sent_at": sent} if answer.sent_at else {})
    )


def _at(days_ago: int, time: datetime.time) -> datetime.datetime:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    return timezone.make_aware(datetime.datetime.combine(day, time))
