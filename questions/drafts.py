"""Reading drafts: the text in progress lives in the latest revision, the row keeps what was published."""

import dataclasses
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Revision, TaskState

from clairdroit.partners_snippets.models import PartnerMember
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.models import Assignment, ProposedAnswer, Question, Telling


@dataclasses.dataclass(frozen=True)
class Draft:
    text: str
    note: str
    author_id: int | None
    version: str


def latest(answer: ProposedAnswer) -> ProposedAnswer:
    """As Wagtail's `get_latest_revision_as_object`, from this row instead of one read anew."""
    revision = answer.latest_revision if answer.has_unpublished_changes else None
    return answer.with_content_json(revision.content) if revision is not None else answer


def version_of(answer: ProposedAnswer | None) -> str:
    """Changes with each saving; a writer's page carries it so that two tabs do not overwrite each other."""
    return _version(answer.latest_revision if answer is not None else None)


def published_version_of(answer: ProposedAnswer) -> str:
    return _version(answer.live_revision)


def is_with_partner(answer: ProposedAnswer) -> bool:
    """What stands there now has not been handed in: its partner is writing it, changes what was given back, or was at
    it when its part ended."""
    asked, last = answer.assignment, answer.latest_revision
    if asked is None or asked.status == AssignmentStatus.PROPOSED:
        return False
    if asked.is_waiting:
        return True
    if last is None or last.pk == answer.live_revision_id or TaskState.objects.filter(revision=last).exists():
        return False
    return PartnerMember.objects.filter(partner=asked.partner_id, user=last.user_id).exists()


def handed_in(answer: ProposedAnswer) -> ProposedAnswer:
    """What an editor may read: the latest text, or of one that is its partner's, what was handed in last."""
    if not is_with_partner(answer):
        return latest(answer)
    revision = handed_in_revision(answer)
    return revision.as_object() if revision is not None else ProposedAnswer(question=answer.question, text="")


def handed_in_revision(answer: ProposedAnswer) -> Revision | None:
    state = TaskState.objects.for_instance(answer).select_related("revision").order_by("pk").last()
    return state.revision if state is not None else None


def draft_known(asked: Assignment) -> Draft | None:
    """What stands in a partner's draft; when its part has ended (`leaving`), what stood there then."""
    if asked.has_left:
        then = asked.left_draft
        # An editor who goes on writing may replace their own revision, which is then no longer that of then.
        if then is None or asked.ended_at is None or then.created_at > asked.ended_at:
            return None
        former = then.as_object()
        return Draft(former.text, former.note, then.user_id, _version(then))
    answer = ProposedAnswer.objects.select_related("latest_revision").filter(assignment=asked).first()
    if answer is None:
        return None
    current, revision = latest(answer), answer.latest_revision
    author = revision.user_id if revision is not None else answer.author_id
    return Draft(current.text, current.note, author, _version(revision))


def current_version(asked: Assignment) -> str:
    draft = draft_known(asked)
    return draft.version if draft is not None else _version(None)


def has_correction(answer: ProposedAnswer) -> bool:
    """Of what the person has, or what waits to be told to them: other words were written since, and not sent."""
    return answer.live and latest(answer).text.strip() != answer.text.strip()


def own_drafts(question: Question) -> QuerySet[ProposedAnswer]:
    """What editors are writing themselves: neither a partner's nor joined of partners', never submitted, not sent."""
    return question.answers.filter(
        assignment=None, merged_into=None, copied_from=None, live=False, sources=None, _workflow_states=None
    ).order_by("pk")


def own_draft(question: Question, user: Any) -> ProposedAnswer | None:
    return own_drafts(question).filter(author=user).first()


def is_own(answer: ProposedAnswer) -> bool:
    """An editor wrote it, for this question."""
    return answer.assignment_id is None and not answer.sources.exists() and not answer.workflow_states.exists()


def sent_answer(question: Question) -> ProposedAnswer | None:
    """What the citizen received last; the row holds what was published."""
    return question.answers.filter(sent_at__isnull=False).order_by("-sent_at", "-pk").first()


def given_answers(question: Question) -> QuerySet[ProposedAnswer]:
    """What the person may read: what they received, and what is approved and waits to be handed to them."""
    waiting = Telling.objects.waiting().filter(answer=OuterRef("pk"))
    given = question.answers.filter(Q(sent_at__isnull=False) | Exists(waiting))
    return given.select_related("assignment__partner").order_by(F("sent_at").asc(nulls_last=True), "pk")


def _version(revision: Revision | None) -> str:
    if revision is None:
        return "0"
    return f"{revision.pk}-{int(revision.created_at.timestamp() * 1_000_000)}"
