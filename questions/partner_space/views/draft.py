"""A question in the partners' space, and the answer being written: kept, saved by itself, handed in."""

import datetime
import functools
import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.public_forms import FormToken
from clairdroit.questions import actions
from clairdroit.questions.drafting_aids import drafting_aids, with_insertion
from clairdroit.questions.drafts import version_of
from clairdroit.questions.for_partners import AssignmentForPartner, DraftForPartner
from clairdroit.questions.models import Assignment, ProposedAnswer
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.questions.partner_space.forms import AnswerForm
from clairdroit.questions.partner_space.views.presence import others_in_words
from clairdroit.questions.partner_space.views.reading import READING
from clairdroit.roles.users import User

# How long a browser keeps what it could not send: long enough for a day without network, no longer.
COPY_HOURS = 24


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    asked = assignment_of(partner, reference)
    if request.method != "POST":
        return show(request, asked, token, _draft_form(asked))
    submit = "hand_in" in request.POST
    form = AnswerForm(_with_buttons(request, asked), draft=not submit)
    if not form.is_valid():
        return show(request, asked, token, form)
    act = actions.submit_proposal if submit else actions.save_draft
    try:
        act(
            assignment=asked,
            user=user,
            text=form.cleaned_data["text"],
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"] or None,
            keep_previous=form.cleaned_data["after_conflict"],
        )
    except actions.DraftConflictError as conflict:
        return show(request, asked, token, form, conflict=conflict)
    except actions.NotWaitingError:
        asked.refresh_from_db()
        text = form.cleaned_data["text"]
        # A second click on the button finds its own text handed in already: that is no news.
        unsent = "" if begun_text(asked) == text else text
        return show(request, asked, token, form, unsent=unsent)
    place = "" if submit else "#id_text"
    return redirect(reverse("clairdroit_questions:assignment", args=[token, reference]) + place)


def _with_buttons(request: HttpRequest, asked: Assignment) -> QueryDict:
    """What was sent, after what its button does to the text: put a phrase or an address in, or settle a conflict."""
    data = request.POST.copy()
    text = data.get("text", "").replace("\r\n", "\n")
    phrase = {name: data.get(name, "").replace("\r\n", "\n") for name in ("insert_before", "insert_after")}
    text = with_insertion(text, before=phrase["insert_before"], after=phrase["insert_after"])
    settled = data.get("settle")
    draft = begun(asked) if settled in ("joindre", "leur") else None
    if draft is not None and settled == "joindre":
        text = with_insertion(text, after=draft.text)
        data["note"] = with_insertion(data.get("note", "").replace("\r\n", "\n"), after=draft.note)
    elif draft is not None:
        text, data["note"] = draft.text, draft.note or data.get("note", "")
    data["text"] = text
    return data


def _refuse_saving(request: HttpRequest) -> HttpResponse:
    message = _("This link no longer works: nothing is saved any more. Copy your text, then ask for a new link.")
    return JsonResponse({"message": message}, status=403)


@functools.partial(with_link, refuse=_refuse_saving)
@require_POST
def autosave(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    """For static/questions/autosave.js. 409: somebody else saved; 410: the question waits no more."""
    asked = assignment_of(partner, reference)
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
            keep_previous=form.cleaned_data["after_conflict"],
        )
    except actions.DraftConflictError as conflict:
        told = {"message": str(conflict), "theirs": conflict.theirs, "version": conflict.version}
        told["their_note"] = conflict.their_note
        return JsonResponse(told, status=409)
    except actions.NotWaitingError as error:
        return JsonResponse({"message": str(error)}, status=410)
    at = timezone.localtime().strftime("%H:%M")
    return JsonResponse({"version": version_of(answer), "message": _("Draft saved at %(time)s.") % {"time": at}})


def _answer(asked: Assignment) -> ProposedAnswer | None:
    return ProposedAnswer.objects.filter(assignment=asked).first()


def _saved_at(answer: ProposedAnswer) -> datetime.datetime:
    return answer.latest_revision.created_at if answer.latest_revision else answer.created_at


def begun(asked: Assignment) -> DraftForPartner | None:
    """What the team has saved, text and note."""
    return AssignmentForPartner(asked).draft


def begun_text(asked: Assignment) -> str:
    draft = begun(asked)
    return draft.text if draft else ""


def _draft_form(asked: Assignment) -> AnswerForm:
    draft = begun(asked)
    initial = {"text": draft.text, "note": draft.note, "version": draft.version} if draft else {"version": "0"}
    return AnswerForm(initial=initial)


def about(asked: Assignment, token: str) -> dict[str, object]:
    """What the pages of one question show at their top."""
    seen = AssignmentForPartner(asked)
    return {"assignment": seen, "question": seen.question, "partner": asked.partner, "token": token}


def too_late(request: HttpRequest, asked: Assignment, token: str, text: str) -> HttpResponse:
    """The question moved on while somebody was typing, or a link was followed late, or a button pressed twice: what
    became of it, and the text to copy."""
    if not text.strip():
        return redirect("clairdroit_questions:assignment", token=token, reference=asked.question.uuid)
    asked.refresh_from_db()
    return show(request, asked, token, _draft_form(asked), unsent=text.strip())


def show(
    request: HttpRequest,
    asked: Assignment,
    token: str,
    form: AnswerForm,
    conflict: actions.DraftConflictError | None = None,
    unsent: str = "",
) -> HttpResponse:
    answer, seen = _answer(asked), AssignmentForPartner(asked)
    can_write = asked.is_waiting and asked.question.is_open
    return render(
        request,
        "questions/partner_space/assignment.html",
        {
            "assignment": seen,
            "question": seen.question,
            "partner": asked.partner,
            "answer": seen.draft,
            "sent": seen.sent,
            "joined_with": seen.joined_with,
            "token": token,
            "reading_token": FormToken.issue(READING).raw,
            "is_unread": asked.is_unread,
            "form": form,
            "conflict": conflict,
            "unsent": unsent,
            # After a conflict the writer has seen both texts: the next saving may replace the other one.
            "version": version_of(answer) if conflict else form["version"].value(),
            "editor_comment": seen.editor_comment,
            "can_write": can_write,
            "suggestions_url": reverse("clairdroit_questions:suggestions", args=[token, asked.question.uuid]),
            "aids": drafting_aids(seen.question, form["text"].value() or "") if can_write else None,
            "others": others_in_words(list(asked.presences.current())) if can_write else "",
            "kept_hours": COPY_HOURS,
            # In milliseconds, as browsers count: whether a copy on the device is older than the site's text.
            "saved_at": int(_saved_at(answer).timestamp() * 1000) if can_write and answer else 0,
        },
    )
