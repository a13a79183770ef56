"""What a partner can do with a question besides answering: decline it, hand it over, ask the citizen for a detail."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.forms import DeclineForm
from clairdroit.questions.models import Assignment
from clairdroit.questions.partner_space.partner_forms import AskCitizenForm, HandOverForm
from clairdroit.questions.permissions import User
from clairdroit.questions.routing import partner_choice
from clairdroit.questions.views.partner_access import assignment_of, with_link
from clairdroit.questions.views.partner_draft import begun_text, show_too_late
from clairdroit.questions.views.partner_space import DECLINED

SEARCH_FIELDS = (("name", "q"), ("kind", "kind"))


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    asked = assignment_of(partner, reference)
    if not asked.is_waiting:
        # Declined by the first of two clicks, or taken back meanwhile: its page says what became of it.
        given = request.POST.get("reason", "")
        return _too_late(request, asked, token, "" if given.strip() == asked.decline_reason else given)
    form = DeclineForm(request.POST if request.method == "POST" else None, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(
                assignment=asked,
                user=user,
                reason=form.cleaned_data["reason"],
                better_partner=form.cleaned_data["better_partner"],
            )
        except actions.NotWaitingError:
            return _too_late(request, asked, token, form.cleaned_data["reason"])
        else:
            response = redirect("clairdroit_questions:space", token=token)
            response["Location"] += f"?{DECLINED}={reference}"
            return response
    return render(request, "questions/decline.html", {**_about(asked, token), "form": form})


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    """`chercher` looks for partners and keeps what was typed; `passer` hands the question over."""
    asked = assignment_of(partner, reference)
    if not (asked.is_waiting and asked.question.is_open):
        return _too_late(request, asked, token, request.POST.get("word", ""))
    form = HandOverForm(request.POST if "hand_over" in request.POST else None, initial=request.POST.dict())
    wanted = {name: request.POST.get(field, "").replace("\x00", "")[:100] for name, field in SEARCH_FIELDS}
    form.offer(_choices(asked, **wanted))
    if form.is_bound and form.is_valid():
        try:
            actions.hand_over(
                assignment=asked,
                user=user,
                to=form.cleaned_data["partner"],
                word=form.cleaned_data["word"],
                with_draft=form.cleaned_data["with_draft"],
            )
        except actions.NotWaitingError:
            return _too_late(request, asked, token, form.cleaned_data["word"])
        except actions.QuestionsError as error:
            form.add_error("partner", str(error))
        else:
            return redirect("clairdroit_questions:assignment", token=token, reference=reference)
    context = {
        **_about(asked, token),
        "form": form,
        "kinds": partner_choice.kinds(),
        "wanted": wanted,
        "has_draft": bool(begun_text(asked).strip()),
    }
    return render(request, "questions/hand_over.html", context)


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def ask_citizen(
    request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID
) -> HttpResponse:
    asked = assignment_of(partner, reference)
    if not (asked.is_waiting and asked.question.is_open):
        return _too_late(request, asked, token, request.POST.get("text", ""))
    form = AskCitizenForm(request.POST if request.method == "POST" else None, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_citizen(assignment=asked, user=user, text=form.cleaned_data["text"])
        except actions.NotWaitingError:
            return _too_late(request, asked, token, form.cleaned_data["text"])
        except actions.QuestionsError as error:
            asked.refresh_from_db()
            form.add_error("text", str(error))
        else:
            return redirect("clairdroit_questions:assignment", token=token, reference=reference)
    return render(request, "questions/ask_citizen.html", {**_about(asked, token), "form": form})


def _about(asked: Assignment, token: str) -> dict[str, object]:
    seen = AssignmentForPartner(asked)
    return {"assignment": seen, "question": seen.question, "partner": asked.partner, "token": token}


def _too_late(request: HttpRequest, asked: Assignment, token: str, text: str) -> HttpResponse:
    """A link followed late, or a second click, leads to the question; what was typed is shown there, to be copied."""
    if not text.strip():
        return redirect("clairdroit_questions:assignment", token=token, reference=asked.question.uuid)
    return show_too_late(request, asked, token, text)


def _choices(asked: Assignment, *, name: str, kind: str) -> list[partner_choice.Choice]:
    """What was searched for; before any search, whom the routing would ask next."""
    if name.strip() or kind:
        return partner_choice.searched(asked.question, name=name, kind=kind)
    return partner_choice.suggested(asked.question)
