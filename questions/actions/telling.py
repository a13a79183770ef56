"""What there is to tell a person who has no e-mail address waits for somebody who tells it: by telephone, on paper."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from clairdroit.questions import emails
from clairdroit.questions.actions.citizen import add_detail
from clairdroit.questions.actions.history import lock_question, log, move_question, release_partners
from clairdroit.questions.enums import WAITING_ASSIGNMENTS, EventKind, QuestionStatus, TellingKind, TellingWay
from clairdroit.questions.errors import ChangedMeanwhileError, NothingToTellError
from clairdroit.questions.models import Assignment, ProposedAnswer, Question, Telling
from clairdroit.questions.permissions import require, user_can_tell
from clairdroit.roles.users import User


def keep_answer(*, answer: ProposedAnswer, revision: Revision, user: User | None) -> None:
    """An approved answer waits to be told; a correction of it takes its place. Others need not look for one any more.

    The caller holds the question's row.
    """
    question = answer.question
    waiting = question.tellings.filter(answer=answer, told_at__isnull=True).first()
    if waiting is not None and waiting.revision_id == revision.pk:
        return
    if waiting is not None:
        waiting.revision = revision
        waiting.save(update_fields=["revision"])
    else:
        Telling.objects.create(question=question, kind=TellingKind.ANSWER, answer=answer, revision=revision)
    for assignment in _parts(answer):
        log(question, EventKind.ANSWER_READY, user=user, assignment=assignment, detail=answer.signature)
    release_partners(question, user=user, statuses=WAITING_ASSIGNMENTS)


def keep_words(*, question: Question, kind: TellingKind, text: str, assignment: Assignment | None = None) -> None:
    """An editor's or a partner's own words. The caller holds the question's row."""
    question.tellings.filter(kind=kind, assignment=assignment, told_at__isnull=True).delete()
    Telling.objects.create(question=question, kind=kind, assignment=assignment, text=text)


def forget_waiting(question: Question) -> None:
    """The question has ended, or begins anew: what waited to be told is not true any more."""
    question.tellings.filter(told_at__isnull=True).delete()


@transaction.atomic
def tell(*, telling: Telling, user: User, way: TellingWay, revision: int | None = None, heard: str = "") -> Telling:
    """Somebody has told it; of an answer, that is its sending. Told twice, it was told once.

    `revision` is what the teller's page showed of an answer: ChangedMeanwhileError when it was corrected since. `heard`
    is what the person said to a partner's request, and joins their question.
    """
    question = lock_question(telling.question)
    require(user_can_tell(user, question))
    found = Telling.objects.select_for_update(of=("self",)).filter(pk=telling.pk).first()
    if found is not None and found.told_at is not None:
        if heard.strip():
            # To a colleague, who had told it before them; what was noted twice is there once.
            add_detail(question=question, text=heard, user=user)
        return found
    if found is None or not Telling.objects.waiting().filter(pk=found.pk).exists():
        raise NothingToTellError
    if found.is_answer and found.revision_id != revision:
        raise ChangedMeanwhileError
    found.told_at, found.told_by, found.way = timezone.now(), user, way
    found.save(update_fields=["told_at", "told_by", "way"])
    how = str(TellingWay(way).label)
    if found.answer is not None:
        found.answer.question = question
        note_given(answer=found.answer, revision=found.revision, kind=EventKind.ANSWER_TOLD, user=user, how=how)
        return found
    detail = " – ".join(filter(None, [str(TellingKind(found.kind).label), found.partner_name, how]))
    log(question, EventKind.TOLD, user=user, assignment=found.assignment, detail=detail)
    if heard.strip():
        add_detail(question=question, text=heard, user=user)
    return found


@transaction.atomic
def mail_what_waits(*, question: Question, user: User) -> None:
    """The person has an address by now: what waited to be told to them is sent there."""
    require(user_can_tell(user, question))
    question = lock_question(question)
    if not question.has_address:
        raise NothingToTellError
    for telling in list(question.tellings.waiting().select_related("answer", "revision", "assignment__partner")):
        telling.delete()
        if telling.answer is not None:
            telling.answer.question = question
            telling.answer.sent_mail = emails.answer_to_citizen(telling.answer)
            note_given(answer=telling.answer, revision=telling.revision, kind=EventKind.ANSWER_SENT, user=user)
        elif telling.assignment is not None:
            telling.assignment.question = question
            emails.detail_asked(telling.assignment)
        else:
            emails.out_of_scope(question, telling.text)


def note_given(
    *, answer: ProposedAnswer, revision: Revision | None, kind: EventKind, user: User | None, how: str = ""
) -> None:
    """The person has this revision of the answer, or it is on its way to them. The caller holds the question's row."""
    question, now = answer.question, timezone.now()
    answer.sent_revision, answer.sent_at = revision, now
    answer.save(update_fields=["sent_mail", "sent_revision", "sent_at"])
    for assignment in _parts(answer):
        detail = " – ".join(filter(None, [answer.signature, how]))
        log(question, kind, user=user, assignment=assignment, detail=detail)
    if question.status != QuestionStatus.ANSWERED:
        event = log(question, EventKind.ANSWERED, user=user)
        move_question(question, QuestionStatus.ANSWERED, event=event, answered_at=now, ended_at=now)
        # Who handed something in stays in the queue: the editor decides whether a second answer helps.
        release_partners(question, user=user, statuses=WAITING_ASSIGNMENTS)


def _parts(answer: ProposedAnswer) -> list[Assignment | None]:
    """Whose step it is: of each of its partners, or of none where an editor wrote it."""
    return [*answer.assignments] or [None]


def on_its_way(question: Question) -> str:
    """For whoever has just approved or written an answer: how it reaches the person."""
    if question.has_address:
        return _("The answer is approved and on its way.")
    return _("The answer is approved. This person has no e-mail address: it waits for you in “Answers to hand over”.")
