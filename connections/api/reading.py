"""What a partner may read of its questions: the same as in its space, and never the citizen's address."""

import datetime
import hashlib
import json
from typing import Any, Protocol, cast

from django.db.models import F, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import ended_assignments
from clairdroit.questions.enums import EventKind
from clairdroit.questions.for_partners import AnswerForPartner, AssignmentForPartner
from clairdroit.questions.models import Assignment, Event
from clairdroit.questions.outcomes import Outcome

# Steps that tell a partner nothing new.
SILENT_STEPS = (EventKind.VIEWED, EventKind.EXPORTED)
# Two transactions may commit in another order than they numbered their steps. A cursor stays behind what is so
# young: a question may be listed twice, but none is passed over.
UNSETTLED = datetime.timedelta(seconds=60)


class _Annotated(Protocol):
    """As `changed_assignments` gives it."""

    changed: int


def changed_assignments(partner: Partner) -> QuerySet[Any]:
    """The partner's part in each question, with `changed`: the number of the last step that concerns it.

    None concerns a part that has ended (`leaving`) but the erasure, which deletes the partner's copy as well.
    """
    told = Q(question__events__assignment__isnull=True) | Q(question__events__assignment__partner=partner)
    told &= (
        Q(left_step__isnull=True)
        | Q(question__events__pk__lte=F("left_step"))
        | Q(question__events__kind__in=ended_assignments.TOLD_AFTERWARDS)
    )
    loud = ~Q(question__events__kind__in=SILENT_STEPS)
    return (
        Assignment.objects.filter(partner=partner)
        .select_related("question__commune", "partner")
        .with_answers()
        .annotate(changed=Max("question__events__pk", filter=told & loud, default=0))
    )


def since(partner: Partner, *, after: int, state: str, limit: int) -> dict[str, Any]:
    """Oldest change first. A filter by `state` thins the page out; the cursor counts all the same."""
    found = list(changed_assignments(partner).filter(Q(changed__gt=after)).order_by("changed", "pk")[: limit + 1])
    page, more = found[:limit], len(found) > limit
    reached = page[-1].changed if page else after
    if not more:
        # Steps of other partners count too: the cursor passes over what concerns nobody here.
        settled = Event.objects.filter(at__lt=timezone.now() - UNSETTLED).aggregate(last=Max("pk"))["last"] or 0
        reached = max(after, min(reached, settled))
    lines = [line(each, AssignmentForPartner(each)) for each in page]
    return {
        "questions": [each for each in lines if not state or each["state"] == state],
        "cursor": str(reached),
        "more": more,
    }


def line(assignment: Assignment, seen: AssignmentForPartner) -> dict[str, Any]:
    question, state = seen.question, seen.outcome
    erased = state == Outcome.ERASED
    commune = question.commune
    return {
        "id": str(question.uuid),
        "reference": question.reference,
        "state": state,
        "heading": None if erased else {"code": question.heading, "label": question.heading_label},
        "commune": {"code": commune.pk, "name": commune.name} if commune and not erased else None,
        "asked_at": assignment.notified_at.isoformat(),
        "expected_on": question.expected_on.isoformat() if question.expected_on and not erased else None,
        "late": question.is_late and state == Outcome.WAITING,
        "version": str(cast(_Annotated, assignment).changed),
    }


def detail(assignment: Assignment) -> dict[str, Any]:
    seen = AssignmentForPartner(assignment)
    draft = seen.draft
    return {
        **line(assignment, seen),
        "text": seen.question.text,
        "language": seen.question.language,
        "draft": {
            "text": draft.text if draft else "",
            "note": draft.note if draft else "",
            "version": draft.version if draft else "0",
        },
        "editor_comment": seen.editor_comment,
        "joined_with": seen.joined_with,
        "answer": _sent(seen.sent) if seen.sent else None,
    }


def _sent(answer: AnswerForPartner) -> dict[str, str]:
    assert answer.sent_at is not None
    return {"text": answer.text, "sent_at": answer.sent_at.isoformat(), "signature": answer.signature}


def tagged(content: dict[str, Any] | list[Any]) -> JsonResponse:
    """The answer with its ETag, which is the digest of what it says."""
    answer = JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False})
    answer["ETag"] = quote_etag(hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32])
    return answer


def unless_known(request: HttpRequest, content: dict[str, Any] | list[Any]) -> HttpResponse:
    """304 where the program has this very answer already (RFC 9110, 13.1.2). For reading only: after a change it would
    refuse what is done."""
    answer = tagged(content)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
