"""What an editor does with a question from its file: each button posts here, and each calls one action."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.public_forms.posted import next_url, posted_number
from clairdroit.questions import actions, editors
from clairdroit.questions.editors.answers import sending
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.questions.permissions import require, user_can_handle_questions

Step = Callable[[Question, Any, QueryDict], Any]
MAX_WORD = 1000


class NothingDoneError(actions.QuestionsError):
    """Nobody refused, and nothing came of it: a message of success would be untrue."""


def _partner(data: QueryDict) -> Partner:
    return get_object_or_404(Partner.objects.live(), pk=posted_number(data, "partner"))


def _answer(question: Question, data: QueryDict) -> ProposedAnswer:
    return get_object_or_404(question.answers, pk=posted_number(data, "answer"))


def _assign(question: Question, user: Any, data: QueryDict) -> None:
    actions.assign(question=question, partner=_partner(data), user=user, reasons=data.getlist("reason"))


def _release(question: Question, user: Any, data: QueryDict) -> None:
    assignment = get_object_or_404(question.assignments, pk=posted_number(data, "assignment"))
    actions.release(assignment=assignment, user=user)


def _remind(question: Question, user: Any, data: QueryDict) -> None:
    assignment = get_object_or_404(question.assignments, pk=posted_number(data, "assignment"))
    word = str(data["text"])
    try:
        if len(word) > MAX_WORD:
            raise NothingDoneError(_("Your word is too long: keep to %(limit)d characters.") % {"limit": MAX_WORD})
        actions.remind_now(assignment=assignment, user=user, word=word)
    except actions.QuestionsError as error:
        if not word:
            raise
        # The page that comes back has no field with it.
        raise NothingDoneError(
            _("%(why)s Your word was not sent: “%(word)s”") % {"why": error, "word": word}
        ) from error


def _link(question: Question, user: Any, data: QueryDict) -> None:
    other = get_object_or_404(Question, pk=posted_number(data, "other"))
    editors.link_questions(question=question, other=other, user=user)


def _route(question: Question, user: Any, data: QueryDict) -> None:
    if not actions.route_question(question=question, user=user):
        raise NothingDoneError(_("No partner could be asked. The history below says why; you can choose one by name."))


def _answer_others(question: Question, user: Any, data: QueryDict) -> None:
    if not editors.answer_the_others(answer=_answer(question, data), user=user, text=data.get("text", "")):
        raise NothingDoneError(_("Nothing was sent: none of the others waits for an answer any more."))


STEPS: dict[str, tuple[Step, Any]] = {
    "demander": (_assign, _("The partner has been asked.")),
    "router": (
        _route,
        _("The question has been routed."),
    ),
    "relancer": (_remind, _("The partner has been reminded.")),
    "liberer": (_release, _("The partner is no longer asked.")),
    "corriger": (
        lambda question, user, data: actions.ask_for_changes(
            answer=_answer(question, data), user=user, comment=data.get("text", "")
        ),
        _("The partner has been asked for changes."),
    ),
    "lier": (_link, _("These questions will be answered together.")),
    "delier": (
        lambda question, user, data: editors.unlink_question(question=question, user=user),
        _("This question will be answered alone."),
    ),
    "repondre-a-tous": (
        _answer_others,
        _("The answer is on its way to each of the others."),
    ),
    "hors-sujet": (
        lambda question, user, data: actions.mark_out_of_scope(
            question=question, user=user, explanation=data.get("text", "")
        ),
        _("The person has been told where to turn."),
    ),
    "indesirable": (
        lambda question, user, data: actions.mark_spam(question=question, user=user),
        _("Marked as spam."),
    ),
    "clore": (
        lambda question, user, data: actions.close(question=question, user=user, reason=data.get("text", "")),
        _("The question is closed."),
    ),
    "rouvrir": (
        lambda question, user, data: actions.reopen(question=question, user=user),
        _("The question is open again."),
    ),
}


@require_POST
def act_on_question(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    question = get_object_or_404(Question, pk=pk)
    if action not in STEPS:
        return redirect("questions_modeladmin_inspect", pk)
    step, done = STEPS[action]
    data = request.POST.copy()
    data["text"] = CleanTextField(required=False).clean(data.get("text", ""))
    if (look := _look_first(request, question, action, data)) is not None:
        return look
    try:
        step(question, request.user, data)
    except actions.QuestionsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(done))
    return HttpResponseRedirect(next_url(request, reverse("questions_modeladmin_inspect", args=[pk])))


def _look_first(request: HttpRequest, question: Question, action: str, data: QueryDict) -> HttpResponse | None:
    """What writes to people is shown to the editor as a mail, unless these very words were, or nothing would leave."""
    text = str(data["text"])
    if action not in (sending.OUT_OF_SCOPE, sending.TO_ALL) or not text.strip():
        return None
    answer = _answer(question, data) if action == sending.TO_ALL else None
    if answer is not None and answer.sent_at is None:
        return None
    people = sending.who_receives(question, answer)
    if not any(each.is_open for each in people) or data.get("confirmed") == sending.seen(text, people):
        return None
    return sending.confirm_words(request, question, action, text, answer)
