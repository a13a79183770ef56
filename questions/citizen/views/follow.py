"""The citizen's own page about a question. Whoever holds the signed link may read and act."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clairdroit.public_forms import public_form
from clairdroit.public_forms.broken_links import broken_link
from clairdroit.public_forms.private import private
from clairdroit.questions import actions, citizen, links
from clairdroit.questions.citizen.forms import DetailForm, FeedbackForm
from clairdroit.questions.drafts import given_answers
from clairdroit.questions.enums import AssignmentStatus, QuestionStatus, TellingKind
from clairdroit.questions.models import Question

# How the page after sending knows that a detail was added.
ADDED = "precision=ajoutee"

BROKEN = "questions/broken_link.html"
View = Callable[..., HttpResponse]


def with_question(view: View) -> View:
    """Gives the view the question of the token. One that was cut, forged or erased with its row says what to do."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        question = links.question_of_token(token)
        if question is None:
            return broken_link(request, BROKEN)
        return view(request, question=question, token=token, **kwargs)

    # `private`: no cache keeps the page, no search engine lists it, and no link from it tells its address.
    return private(public_form(opened))


@with_question
@require_safe
def follow(request: HttpRequest, *, question: Question, token: str) -> HttpResponse:
    return _show(request, question, token, DetailForm())


@private
@require_safe
def cut(request: HttpRequest) -> HttpResponse:
    """All of the key is missing."""
    return broken_link(request, BROKEN)


@with_question
@require_safe
def lengthened(request: HttpRequest, *, question: Question, token: str, rest: str) -> HttpResponse:
    """A mail program took what stood behind the link for a part of it."""
    return redirect("clairdroit_questions:follow", token=token)


@with_question
@require_POST
def feedback(request: HttpRequest, *, question: Question, token: str) -> HttpResponse:
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _show(request, question, token, DetailForm(), feedback=form)
    try:
        helped = request.POST.get("helped") == "oui"
        citizen.give_feedback(question=question, helped=helped, words=form.cleaned_data["words"])
    except actions.NotWaitingError:
        notice = _("There is no answer yet: wait until you have received it.")
        return _show(request, question, token, DetailForm(), notice=notice)
    return redirect("clairdroit_questions:follow", token=token)


@with_question
@require_POST
def detail(request: HttpRequest, *, question: Question, token: str) -> HttpResponse:
    form = DetailForm(request.POST)
    if not form.is_valid():
        return _show(request, question, token, form)
    try:
        actions.add_detail(question=question, text=form.cleaned_data["detail"])
    except actions.NotWaitingError:
        # It ended while the page was open. What was typed is shown, to be copied into a new question.
        question.refresh_from_db()
        notice = _("This question was closed in the meantime: your detail was not added. Here is your text:")
        return _show(request, question, token, form, notice=notice, unsent=form.cleaned_data["detail"])
    return redirect(f"{reverse('clairdroit_questions:follow', kwargs={'token': token})}?{ADDED}")


@with_question
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, *, question: Question, token: str) -> HttpResponse:
    if request.method == "POST":
        actions.erase(question=question)
        return redirect("clairdroit_questions:follow", token=token)
    return render(request, "questions/citizen/erase.html", {"question": question, "token": token})


def _new_question(question: Question) -> str:
    """What the form of a new question begins with."""
    values = {"rubrique": question.heading, "commune": question.commune_id or ""}
    return urlencode({name: value for name, value in values.items() if value})


def _show(
    request: HttpRequest,
    question: Question,
    token: str,
    form: DetailForm,
    notice: str = "",
    unsent: str = "",
    feedback: FeedbackForm | None = None,
) -> HttpResponse:
    answers = given_answers(question)
    proposed = question.assignments.filter(status=AssignmentStatus.PROPOSED).exists()
    return render(
        request,
        "questions/citizen/follow.html",
        {
            "question": question,
            "token": token,
            "form": form,
            "notice": notice,
            "unsent": unsent,
            "requests": question.assignments.waiting_for_citizen().select_related("partner"),
            "answers": answers,
            "is_ready": any(answer.sent_at is None for answer in answers),
            "told_instead": question.tellings.filter(kind=TellingKind.OUT_OF_SCOPE).last(),
            "is_being_read": question.status == QuestionStatus.ASSIGNED and proposed,
            "can_add": not question.erased_at and question.takes_details,
            "feedback": feedback or FeedbackForm(),
            "new_query": _new_question(question),
            "is_added": request.GET.urlencode() == ADDED,
        },
    )
