"""Where an editor decides on one answer: the question, the answer to correct, the other proposals beside it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import TaskState

from clairdroit.glossary.plain_language import check, vocabulary
from clairdroit.moderation.filters import state_of
from clairdroit.moderation.navigation import crumbs, to_queue, with_filters
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.public_forms.posted import posted_number
from clairdroit.questions import actions, editors, left_out
from clairdroit.questions.drafts import handed_in, handed_in_revision, is_with_partner, version_of
from clairdroit.questions.editors.answers import comparing, sending
from clairdroit.questions.forms import MAX_ANSWER
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading

Decide = Callable[[ProposedAnswer, Any, dict[str, str]], str]


def _save(answer: ProposedAnswer, user: Any, data: dict[str, str]) -> str:
    saved = editors.edit_proposal(answer=answer, user=user, text=data["text"], version=data["version"])
    if version_of(saved) == version_of(answer):
        return _("Nothing was changed, and nothing has been sent.")
    return _("Your correction is saved. Nothing has been sent.")


def _give_back(answer: ProposedAnswer, user: Any, data: dict[str, str]) -> str:
    actions.ask_for_changes(answer=answer, user=user, comment=data["comment"])
    return _("The partner has been asked for changes.")


def _separate(answer: ProposedAnswer, user: Any, data: dict[str, str]) -> str:
    editors.separate_proposals(joint=answer, user=user)
    return _("The proposals wait again, each on its own.")


DECISIONS: dict[str, Decide] = {
    "enregistrer": _save,
    # Saved first, sent only from the page that shows the mail (`sending.confirm`).
    "envoyer": _save,
    "envoyer-suivante": _save,
    "corriger": _give_back,
    "separer": _separate,
}
# What is saved, and then looked at as a mail before it leaves; where its page leads afterwards.
SENDING = {"envoyer": sending.QUEUE, "envoyer-suivante": sending.NEXT}


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    answer = _answer(pk)
    if request.method != "POST":
        return ask_for_reading(request, _show(request, answer), [Shown([answer.question])])
    clean = CleanTextField(required=False).clean
    data = {name: clean(request.POST.get(name, "")) for name in ("text", "comment", "version")}
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        return _show(request, answer, data)
    try:
        told = DECISIONS[decision](answer, request.user, data)
    except actions.DraftConflictError as conflict:
        return _show(request, answer, data, theirs=conflict.theirs)
    except actions.QuestionsError as error:
        messages.error(request, str(error))
        return _show(request, _answer(pk), data)
    if decision in SENDING:
        return HttpResponseRedirect(_to_confirm(request, pk, SENDING[decision]))
    messages.success(request, told)
    return HttpResponseRedirect(with_filters(request, _url(pk)) if decision == "enregistrer" else to_queue(request))


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Paragraphs of both are numbered, put together, and the result corrected before it is kept.

    The page begins with all of the first and what only the second says.
    """
    require(user_can_handle_questions(request.user))
    # Of the same question, or not found: two people's words are never joined.
    pair = _answer(pk), get_object_or_404(ProposedAnswer, pk=other, question__answers=pk)
    texts = [comparing.paragraphs(handed_in(answer).text) for answer in pair]
    offered = [(f"{side}-{number}", part) for side in (0, 1) for number, part in enumerate(texts[side])]
    versions = [version_of(answer) for answer in pair]
    begun = comparing.joined(*texts)
    places = {name: str(begun.index(name) + 1) if name in begun else "" for name, _part in offered}
    composed = text = compose({f"place-{name}": place for name, place in places.items()}, offered)
    fresh = ""
    if request.method == "POST":
        places = {name: request.POST.get(f"place-{name}", "") for name in places}
        clean = CleanTextField(required=False).clean
        text, composed = clean(request.POST.get("text", "")), clean(request.POST.get("composed", ""))
        if "compose" in request.POST:
            new = clean(compose(request.POST, offered))
            is_asked = request.POST["compose"] == "remplacer"
            kept = new if is_asked else comparing.carried(composed, text, new)
            if kept is None:
                # Written by hand: the editor says what becomes of it.
                fresh = new
            else:
                composed, text = new, kept
        elif "keep" not in request.POST:
            seen = (request.POST.get("version-0", ""), request.POST.get("version-1", ""))
            try:
                joint = editors.merge_proposals(
                    first=pair[0], second=pair[1], user=request.user, text=text, versions=seen
                )
            except actions.QuestionsError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("The two proposals are one answer now. Nothing has been sent."))
                return HttpResponseRedirect(with_filters(request, _url(joint.pk)))
    context = {
        "answers": [
            {
                "answer": answer,
                "parts": [(f"{side}-{n}", part, places[f"{side}-{n}"]) for n, part in enumerate(texts[side])],
            }
            for side, answer in enumerate(pair)
        ],
        "question": pair[0].question,
        "text": text,
        "composed": composed,
        "fresh": fresh,
        "versions": versions,
        "back": with_filters(request, _url(pk)),
        "breadcrumbs_items": crumbs(_("Join two proposals")),
    }
    return render(request, "questions/editors/answers/merge.html", context)


@require_POST
def reread(request: HttpRequest) -> HttpResponse:
    """The remarks on a text in progress, for static/glossary/plain_language.js."""
    require(user_can_handle_questions(request.user))
    text = CleanTextField(required=False).clean(request.POST.get("text", ""))[:MAX_ANSWER]
    return render(request, "glossary/includes/plain_language.html", {"report": check(text, vocabulary("fr"))})


def compose(data: Any, offered: list[tuple[str, str]]) -> str:
    """The paragraphs that were given a place, in the order of the places; the same place keeps the page's order."""
    chosen = []
    for name, part in offered:
        if place := posted_number(data, f"place-{name}"):
            chosen.append((place, part))
    return "\n\n".join(part for _place, part in sorted(chosen, key=lambda pair: pair[0]))


def _answer(pk: int) -> ProposedAnswer:
    found = ProposedAnswer.objects.select_related("question__commune", "assignment__partner")
    return get_object_or_404(found, pk=pk)


def _to_confirm(request: HttpRequest, pk: int, after: str) -> str:
    filters = state_of(request).query
    url = reverse("clairdroit_questions_confirm", args=[pk])
    return f"{url}?suite={after}{f'&{filters}' if filters else ''}"


def _url(pk: int) -> str:
    return reverse("clairdroit_questions_review", args=[pk])


def _show(
    request: HttpRequest, answer: ProposedAnswer, data: dict[str, str] | None = None, theirs: str = ""
) -> HttpResponse:
    current = handed_in(answer)
    text = data["text"] if data else current.text
    task_state = answer.current_workflow_task_state
    versions = answer.revisions.order_by("-created_at", "-pk").select_related("user")
    if is_with_partner(answer):
        # Nothing of what the partner has begun since it got its answer back.
        versions = versions.filter(pk__lte=getattr(handed_in_revision(answer), "pk", 0))
    revisions = list(versions[:10])
    before = revisions[1].as_object().text if len(revisions) > 1 else current.text
    question: Question = answer.question
    context = {
        "answer": answer,
        "question": question,
        "text": text,
        "comment": data["comment"] if data else "",
        # What was refused for want of a word must be seen, to be written.
        "asks_changes": bool(data and data["comment"]) or request.POST.get("decision") == "corriger",
        "note": current.note,
        # After a conflict the editor has seen both texts: the next saving may replace the other one.
        "version": data["version"] if data and not theirs else version_of(answer),
        "theirs": theirs,
        "is_waiting": task_state is not None and task_state.status == TaskState.STATUS_IN_PROGRESS,
        "sources": answer.sources.select_related("assignment__partner"),
        "others": _others(answer, current.text),
        "changes": comparing.changes(before, current.text),
        "revisions": revisions,
        "left_out_of_details": left_out.of_person(question),
        "left_out_of_replies": [each for asked in answer.assignments for each in left_out.of_partner(asked)],
        "steps": question.events.filter(assignment__in=answer.assignments).select_related("user"),
        "report": check(text, vocabulary("fr")),
        "query": state_of(request).query,
        "language": get_language(),
        "breadcrumbs_items": crumbs(str(answer)),
    }
    return render(request, "questions/editors/answers/review.html", context)


def _others(answer: ProposedAnswer, text: str) -> list[dict[str, Any]]:
    """Proposals that were handed in for the same question, with what only they say. Drafts stay the partners' own."""
    found = answer.question.answers.exclude(pk=answer.pk).exclude(merged_into=answer)
    shown = []
    for other in found.select_related("assignment__partner", "question"):
        state = other.current_workflow_task_state
        is_waiting = state is not None and state.status == TaskState.STATUS_IN_PROGRESS
        if is_waiting or other.sent_at:
            said = comparing.only_here(handed_in(other).text, text)
            shown.append({"answer": other, "said": said, "is_waiting": is_waiting})
    return shown
