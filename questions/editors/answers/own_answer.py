"""“Répondre soi-même”: an editor writes with all that partners have, and looks at the mail before it leaves."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from clairdroit.public_forms.fields import CleanTextField, LongTextField, PlainForm
from clairdroit.questions import actions, editors
from clairdroit.questions.drafting_aids import drafting_aids, pages_to_cite, with_insertion
from clairdroit.questions.drafts import latest, own_draft, version_of
from clairdroit.questions.editors.crumbs import file_crumbs
from clairdroit.questions.forms import MAX_ANSWER
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.roles.users import User


class OwnAnswerForm(PlainForm):
    text = LongTextField(
        rows=16,
        label=gettext_lazy("Your answer"),
        max_length=MAX_ANSWER,
        required=False,
        error_messages={
            "max_length": gettext_lazy(
                "Your text is too long. Keep to %(limit_value)d characters; it has %(show_value)d."
            )
        },
    )
    version = CleanTextField(required=False, max_length=60)
    after_conflict = CleanTextField(required=False, max_length=1)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_oneself(request: HttpRequest, pk: int) -> HttpResponse:
    """Buttons: `garder` keeps the text, `voir` keeps it and shows the mail, phrases and pages are put in; after a
    conflict `accorder` says which text counts."""
    question = _question(request, pk)
    if request.method != "POST":
        return ask_for_reading(request, _show(request, question), [Shown([question])])
    form = OwnAnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, question, form.data.get("text", ""), form=form)
    text = _with_buttons(request, question, form.cleaned_data["text"])
    try:
        answer = editors.save_own(
            question=question,
            user=_editor(request),
            text=text,
            version=form.cleaned_data["version"],
            keep_previous=bool(form.cleaned_data["after_conflict"]),
        )
    except actions.DraftConflictError as conflict:
        return _show(request, question, text, conflict=conflict)
    except actions.QuestionsError as error:
        messages.error(request, str(error))
        question.refresh_from_db()
        return _show(request, question, text)
    if "preview" not in request.POST and answer is None:
        messages.info(request, _("There is nothing to keep yet: write your answer."))
        return redirect(reverse("clairdroit_questions_answer_oneself", args=[pk]) + "#id_text")
    if "preview" not in request.POST:
        messages.success(request, _("Your draft is kept. Nothing has been sent."))
        return redirect(reverse("clairdroit_questions_answer_oneself", args=[pk]) + "#id_text")
    if answer is None or not text.strip():
        messages.error(request, str(actions.EmptyTextError()))
        return redirect("clairdroit_questions_answer_oneself", pk)
    return redirect("clairdroit_questions_confirm", answer.pk)


@require_POST
def keep_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """For static/questions/autosave.js. 409: another window saved; 410: the question waits no more."""
    question = _question(request, pk)
    form = OwnAnswerForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("This draft is too long to be saved.")}, status=422)
    try:
        answer = editors.save_own(
            question=question,
            user=_editor(request),
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            keep_previous=bool(form.cleaned_data["after_conflict"]),
        )
    except actions.DraftConflictError as conflict:
        told = {"message": str(conflict), "theirs": conflict.theirs, "version": conflict.version, "their_note": ""}
        return JsonResponse(told, status=409)
    except actions.QuestionsError as error:
        return JsonResponse({"message": str(error)}, status=410)
    at = timezone.localtime().strftime("%H:%M")
    return JsonResponse({"version": version_of(answer), "message": _("Draft saved at %(time)s.") % {"time": at}})


@require_POST
def suggest_pages(request: HttpRequest, pk: int) -> HttpResponse:
    question = _question(request, pk)
    text = CleanTextField(required=False).clean(request.POST.get("text", ""))[:MAX_ANSWER]
    return render(request, "questions/includes/page_suggestions.html", {"pages": pages_to_cite(question, text)})


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    question = _question(request, pk)
    editors.discard_own(question=question, user=_editor(request))
    messages.success(request, _("Your draft is deleted."))
    return redirect("questions_modeladmin_inspect", pk)


def _editor(request: HttpRequest) -> User:
    """Whom `_question` has let in."""
    assert request.user.is_authenticated
    return request.user


def _question(request: HttpRequest, pk: int) -> Question:
    require(user_can_handle_questions(request.user))
    return get_object_or_404(Question.objects.with_place(), pk=pk, erased_at__isnull=True)


def _with_buttons(request: HttpRequest, question: Question, text: str) -> str:
    """What was sent, after what its button does to the text."""
    clean = CleanTextField(required=False).clean
    before, after = (clean(request.POST.get(name, "")) for name in ("insert_before", "insert_after"))
    text = with_insertion(text, before=before, after=after)
    settled = request.POST.get("settle")
    # `mien` needs nothing: the text as sent is the one that counts.
    kept = own_draft(question, request.user) if settled in ("joindre", "leur") else None
    if kept is None:
        return text
    theirs = latest(kept).text
    return theirs if settled == "leur" else with_insertion(text, after=theirs)


def _show(
    request: HttpRequest,
    question: Question,
    text: str | None = None,
    *,
    form: OwnAnswerForm | None = None,
    conflict: actions.DraftConflictError | None = None,
) -> HttpResponse:
    answer = own_draft(question, request.user)
    if text is None:
        text = latest(answer).text if answer is not None else ""
    # After a conflict both texts were seen: the next saving may replace the other one. A page that comes back for any
    # other reason was made from what its form says.
    given = "" if conflict else request.POST.get("version", "")
    title = _("Answer it yourself")
    context: dict[str, Any] = {
        "question": question,
        "text": text,
        "errors": form.errors.get("text", []) if form is not None else [],
        "version": given or version_of(answer),
        "conflict": conflict,
        "has_draft": answer is not None,
        "aids": drafting_aids(question, text) if question.is_open else None,
        "suggestions_url": reverse("clairdroit_questions_suggest_pages", args=[question.pk]),
        "max_length": MAX_ANSWER,
        "title": title,
        "breadcrumbs_items": file_crumbs(question, title),
    }
    return render(request, "questions/editors/answers/own_answer.html", context)
