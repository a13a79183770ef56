"""Each endpoint reads, or calls the action that the partners' space calls."""

import uuid
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from clairdroit.connections.api import reading
from clairdroit.connections.api.auth import key_of
from clairdroit.connections.api.problems import GoneError, InvalidError
from clairdroit.connections.api.schemas import (
    DeclineIn,
    DraftIn,
    PartnerLine,
    Problem,
    ProposalIn,
    QuestionDetail,
    QuestionList,
)
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.models import Assignment
from clairdroit.questions.partner_space.forms import AnswerForm, DeclineForm
from clairdroit.roles.users import User

router = Router()
EVERYWHERE = {400: Problem, 401: Problem, 422: Problem, 429: Problem}
OF_ONE = {**EVERYWHERE, 404: Problem, 410: Problem}
TO_CHANGE = {**OF_ONE, 200: QuestionDetail, 409: Problem}
StateFilter = Literal["", "waiting", "proposed", "joined", "answered", "ended", "erased"]


@router.get("/questions", response={**EVERYWHERE, 200: QuestionList, 304: None}, operation_id="list_questions")
def list_questions(
    request: HttpRequest,
    state: Annotated[StateFilter, Query(description="Only these.")] = "",
    after: Annotated[
        str, Query(description="The `cursor` of the last answer: only what changed since.", pattern="^[0-9]{1,17}$")
    ] = "0",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> HttpResponse:
    """The questions that this partner was asked, oldest change first, without their words."""
    return reading.unless_known(request, reading.since(_partner(request), after=int(after), state=state, limit=limit))


@router.get(
    "/questions/{uuid:question_id}", response={**OF_ONE, 200: QuestionDetail, 304: None}, operation_id="read_question"
)
def read_question(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """One question with its words, your draft and what was sent. `seen` tells that somebody reads it."""
    return reading.unless_known(request, reading.detail(_assignment(request, question_id)))


@router.post("/questions/{uuid:question_id}/seen", response=TO_CHANGE, operation_id="mark_seen")
def mark_seen(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Somebody of your team has opened the question."""
    assignment = _assignment(request, question_id)
    actions.mark_seen(assignment=assignment, user=_user(request))
    return _now(request, question_id)


@router.put("/questions/{uuid:question_id}/draft", response=TO_CHANGE, operation_id="save_draft")
def save_draft(request: HttpRequest, question_id: uuid.UUID, payload: DraftIn) -> HttpResponse:
    """Keeps a draft, which nobody but your team sees."""
    assignment = _assignment(request, question_id)
    actions.save_draft(assignment=assignment, user=_user(request), **_answer(payload, draft=True))
    return _now(request, question_id)


@router.post("/questions/{uuid:question_id}/proposal", response=TO_CHANGE, operation_id="propose")
def propose(request: HttpRequest, question_id: uuid.UUID, payload: ProposalIn) -> HttpResponse:
    """Hands the answer in: an editor reads it over, then it is sent. The same text twice is one proposal."""
    assignment = _assignment(request, question_id)
    values = _answer(payload, draft=False)
    try:
        actions.submit_proposal(assignment=assignment, user=_user(request), **values)
    except actions.NotWaitingError:
        # The program sends again what it got no answer to: the same text that was handed in is a success.
        found = AssignmentForPartner(_assignment(request, question_id)).draft
        if found is None or found.text != values["text"]:
            raise
    return _now(request, question_id)


@router.post("/questions/{uuid:question_id}/decline", response=TO_CHANGE, operation_id="decline")
def decline(request: HttpRequest, question_id: uuid.UUID, payload: DeclineIn) -> HttpResponse:
    """You cannot answer: say why, and who could."""
    assignment = _assignment(request, question_id)
    form = DeclineForm(payload.model_dump(), partner=assignment.partner)
    _check(form)
    actions.decline(
        assignment=assignment,
        user=_user(request),
        reason=form.cleaned_data["reason"],
        better_partner=form.cleaned_data["better_partner"],
    )
    return _now(request, question_id)


@router.get("/partners", response={**EVERYWHERE, 200: list[PartnerLine]}, operation_id="list_partners")
def list_partners(request: HttpRequest) -> QuerySet[Partner]:
    """Who could be named as `better_partner`."""
    field: Any = DeclineForm(partner=_partner(request)).fields["better_partner"]
    return field.queryset


def _partner(request: HttpRequest) -> Partner:
    return key_of(request).partner


def _user(request: HttpRequest) -> User:
    return team_user(_partner(request))


def _assignment(request: HttpRequest, question_id: uuid.UUID) -> Assignment:
    """Another partner's question, or one that does not exist: the same 404."""
    found = reading.changed_assignments(_partner(request)).filter(question__uuid=question_id).first()
    if found is None:
        raise Http404
    if found.question.erased_at:
        raise GoneError
    return found


def _now(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    return reading.tagged(reading.detail(_assignment(request, question_id)))


def _answer(payload: DraftIn, *, draft: bool) -> dict[str, Any]:
    form = AnswerForm(payload.model_dump(), draft=draft)
    _check(form)
    cleaned = form.cleaned_data
    return {"text": cleaned["text"], "note": cleaned["note"], "version": cleaned["version"] or None}


def _check(form: AnswerForm | DeclineForm) -> None:
    """The same limits and sentences as in the space."""
    if not form.is_valid():
        raise InvalidError({name: [str(each) for each in errors] for name, errors in form.errors.items()})
