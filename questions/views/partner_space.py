"""The partners' space: opened by the link in an e-mail; the token in the address is the key, there is no session."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.public_forms import (
    TOKEN_FIELD,
    FormToken,
    FormTokenError,
    public_form,
    times_seen,
)
from clairdroit.questions import actions, links, spam
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.forms import AnswerForm, DeclineForm, LinkRequestForm
from clairdroit.questions.models import Assignment, ProposedAnswer
from clairdroit.questions.permissions import User
from clairdroit.questions.views.methods import allow, private

FORM = "lien-partenaire"
View = Callable[..., HttpResponse]


@public_form
@allow("GET", "POST")
def request_link(request: HttpRequest) -> HttpResponse:
    """The same answer whether the address is a partner's or not: nobody learns who is in the network."""
    form = LinkRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            FormToken.read(request.POST.get(TOKEN_FIELD, ""), FORM)
        except FormTokenError:
            return _show_request(request, form, _("This page had been open for a long time. Send it again."))
        if times_seen(request, FORM, within=spam.WINDOW) <= spam.HARD_LIMIT:
            actions.request_partner_link(address=form.cleaned_data["email"])
        return render(request, "questions/link_sent.html")
    return _show_request(request, form)


def _show_request(request: HttpRequest, form: LinkRequestForm, notice: str = "") -> HttpResponse:
    context = {"form": form, "token_field": TOKEN_FIELD, "token": FormToken.issue(FORM).raw, "notice": notice}
    return render(request, "questions/link_request.html", context)


def with_link(view: View, *, refuse: Callable[[HttpRequest], HttpResponse] | None = None) -> View:
    """Gives the view the team box and the partner of the token; a link that no longer works offers a new one."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        found = links.partner_of_token(token)
        if found is None:
            if refuse is not None:
                return refuse(request)
            response = _show_request(request, LinkRequestForm(), _("This link no longer works. Ask for a new one."))
            response.status_code = 403
            return response
        user, partner = found
        return view(request, *args, token=token, user=user, partner=partner, **kwargs)

    return private(public_form(opened))


@with_link
@allow("GET")
def space(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    mine = Assignment.objects.filter(partner=partner).select_related("question__commune", "answer")
    return render(
        request,
        "questions/space.html",
        {
            "partner": partner,
            "token": token,
            "waiting": mine.waiting().on_open_questions().order_by("notified_at"),
            "proposed": mine.handed_in().order_by("-proposed_at")[:30],
        },
    )


@with_link
@allow("GET", "POST")
def assignment(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    asked = _assignment(partner, reference)
    if request.method != "POST":
        if request.method == "GET":
            asked = actions.mark_seen(assignment=asked, user=user)
        return _show(request, asked, token, _draft_form(asked))
    submit = "envoyer" in request.POST
    form = AnswerForm(request.POST, draft=not submit)
    if not form.is_valid():
        return _show(request, asked, token, form)
    act = actions.submit_proposal if submit else actions.save_draft
    try:
        act(
            assignment=asked,
            user=user,
            text=form.cleaned_data["text"],
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"] or None,
        )
    except actions.DraftConflictError as conflict:
        return _show(request, asked, token, form, theirs=conflict.theirs)
    except actions.NotWaitingError:
        asked.refresh_from_db()
        answer = _answer(asked)
        text = form.cleaned_data["text"]
        # A second click on the button finds its own text handed in already: that is no news.
        unsent = "" if answer and latest(answer).text == text else text
        return _show(request, asked, token, form, unsent=unsent)
    return redirect("clairdroit_questions:assignment", token=token, reference=reference)


def _refuse_saving(request: HttpRequest) -> HttpResponse:
    message = _("This link no longer works: nothing is saved any more. Copy your text, then ask for a new link.")
    return JsonResponse({"message": message}, status=403)


@functools.partial(with_link, refuse=_refuse_saving)
@allow("POST")
def autosave(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    """For static/questions/autosave.js. 409: somebody else saved; 410: the question waits no more."""
    asked = _assignment(partner, reference)
    form = AnswerForm(request.POST, draft=True)
    if not form.is_valid():
        return JsonResponse({"message": _("This draft is too long to be saved.")}, status=422)
    try:
        answer = actions.save_draft(
            assignment=asked,
            user=user,
            text=form.cleaned_data["text"],
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"] or None,
        )
    except actions.DraftConflictError as conflict:
        return JsonResponse({"message": str(conflict), "theirs": conflict.theirs}, status=409)
    except actions.NotWaitingError as error:
        return JsonResponse({"message": str(error)}, status=410)
    at = timezone.localtime().strftime("%H:%M")
    return JsonResponse({"version": version_of(answer), "message": _("Draft saved at %(time)s.") % {"time": at}})


@with_link
@allow("GET", "POST")
def decline(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    asked = _assignment(partner, reference)
    if not asked.is_waiting:
        # Declined by the first of two clicks, or taken back meanwhile: its page says what became of it.
        return redirect("clairdroit_questions:assignment", token=token, reference=reference)
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
            return redirect("clairdroit_questions:assignment", token=token, reference=reference)
        else:
            return redirect("clairdroit_questions:space", token=token)
    context = {"assignment": asked, "question": asked.question, "token": token, "partner": partner, "form": form}
    return render(request, "questions/decline.html", context)


def _assignment(partner: Partner, reference: uuid.UUID) -> Assignment:
    """Another partner's question, or one that does not exist: the same 404."""
    found = (
        Assignment.objects.select_related("question__commune", "partner")
        .filter(partner=partner, question__uuid=reference, question__erased_at__isnull=True)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _answer(asked: Assignment) -> ProposedAnswer | None:
    return ProposedAnswer.objects.filter(assignment=asked).first()


def _draft_form(asked: Assignment) -> AnswerForm:
    answer = _answer(asked)
    draft = latest(answer) if answer else None
    initial = {"text": draft.text, "note": draft.note} if draft else {}
    return AnswerForm(initial={**initial, "version": version_of(answer)})


def _show(
    request: HttpRequest, asked: Assignment, token: str, form: AnswerForm, theirs: str = "", unsent: str = ""
) -> HttpResponse:
    answer = _answer(asked)
    state = answer.current_workflow_state if answer else None
    refused = state.current_task_state if state and state.status == state.STATUS_NEEDS_CHANGES else None
    return render(
        request,
        "questions/assignment.html",
        {
            "assignment": asked,
            "question": asked.question,
            "partner": asked.partner,
            "answer": latest(answer) if answer else None,
            "sent": answer if answer and answer.sent_at else None,
            "token": token,
            "form": form,
            "theirs": theirs,
            "unsent": unsent,
            # After a conflict the writer has seen both texts: the next saving may replace the other one.
            "version": version_of(answer) if theirs else form["version"].value(),
            "editor_comment": refused.comment if refused else "",
            "can_write": asked.is_waiting and asked.question.is_open,
        },
    )
