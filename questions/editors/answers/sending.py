"""The last look before an answer leaves: the mail as the person will read it, to whom it goes, who need not answer any
more."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from clairdroit.mail.address_spellings import masked_address
from clairdroit.moderation.filters import state_of
from clairdroit.moderation.navigation import next_key, to_next, to_queue, with_filters
from clairdroit.moderation.registry import Key
from clairdroit.questions import actions, editors, emails
from clairdroit.questions.drafts import handed_in, has_correction, is_own, version_of
from clairdroit.questions.editors.crumbs import file_crumbs
from clairdroit.questions.enums import QuestionStatus
from clairdroit.questions.mail_words import Words
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.questions.permissions import require, user_can_handle_questions, user_can_send_answer
from clairdroit.questions.views.readings import Shown, ask_for_reading

# Where an editor goes on after the sending: the queue, what comes next in it, or the question's file.
QUEUE, NEXT = "liste", "suivante"


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    answer = _answer(request, pk)
    if request.method != "POST":
        return ask_for_reading(request, _show(request, answer), [Shown([answer.question])])
    after, user = request.POST.get("then", ""), request.user
    assert user.is_authenticated
    # Before it is sent: afterwards the answer has no place in the list to go on from.
    following = next_key(request, Key("reponse", str(pk))) if after == NEXT else None
    send = editors.send_own if is_own(answer) and not answer.live else actions.send_answer
    try:
        # Whoever does not say which version they saw has seen none.
        given = send(answer=answer, user=user, version=request.POST.get("version", ""))
    except actions.DraftConflictError:
        messages.error(request, _("The text has changed since you looked at it. Look at it once more, then send it."))
        return _show(request, _answer(request, pk))
    except actions.QuestionsError as error:
        messages.error(request, str(error))
        return redirect(_back(request, answer))
    messages.success(request, _told(given))
    if after == NEXT:
        return HttpResponseRedirect(to_next(request, following))
    if not user_can_handle_questions(user):
        return redirect("wagtailadmin_home")
    file = reverse("questions_modeladmin_inspect", args=[answer.question_id])
    return HttpResponseRedirect(to_queue(request) if after == QUEUE else file)


@xframe_options_sameorigin
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail itself, for the frame on that page: with its own colours, and nothing in it that runs."""
    answer = _answer(request, pk)
    return ask_for_reading(request, HttpResponse(_words(answer).html), [Shown([answer.question])])


# Buttons of the file that write to people without an answer under review.
OUT_OF_SCOPE, TO_ALL = "hors-sujet", "repondre-a-tous"


def seen(text: str, people: Sequence[Question]) -> str:
    """What was looked at, and to whom it would go: the button sends these words to these people, or shows them anew."""
    # Line by line: browsers send CR LF, the page holds LF.
    looked_at = "\n".join([*text.strip().splitlines(), *(f"{each.pk} {each.email}" for each in people)])
    # Keyed: a form made by hand cannot claim that its words were looked at.
    return salted_hmac("clairdroit.questions.seen", looked_at).hexdigest()


def who_receives(question: Question, answer: ProposedAnswer | None) -> list[Question]:
    return editors.others_to_answer(answer) if answer is not None else [question]


def confirm_words(
    request: HttpRequest, question: Question, action: str, text: str, answer: ProposedAnswer | None = None
) -> HttpResponse:
    """An editor's own words, before they leave: the mail, to whom it goes, and the words to be corrected once more.

    What is corrected is shown as a mail again before it leaves.
    """
    title = _("Before it is sent")
    people = who_receives(question, answer)
    if request.POST.get("confirmed"):
        messages.warning(request, _("The text or who receives it has changed: look at the mail once more, then send."))
    if answer is None:
        words = emails.preview_out_of_scope(question, text)
    else:
        words = emails.preview_of_answer(ProposedAnswer(question=people[0], text=text, copied_from=answer))
    context: dict[str, Any] = {
        "question": question,
        "action": action,
        "answer": answer.pk if answer is not None else "",
        "text": text,
        "seen": seen(text, people),
        "words": words,
        "addresses": [masked_address(each.email) for each in people if each.has_address],
        "without_address": len([each for each in people if not each.has_address]),
        "title": title,
        "breadcrumbs_items": file_crumbs(question, title),
    }
    return render(request, "questions/editors/answers/confirm_words.html", context)


def _answer(request: HttpRequest, pk: int) -> ProposedAnswer:
    found = ProposedAnswer.objects.select_related("question__commune", "assignment__partner")
    answer = found.filter(pk=pk, question__erased_at__isnull=True).first()
    require(user_can_send_answer(request.user, answer) if answer else user_can_handle_questions(request.user))
    if answer is None:
        raise Http404
    # What a partner has not handed in is nobody else's to read.
    if not (answer.live or is_own(answer) or answer.workflow_states.exists()):
        raise Http404
    return answer


def _words(answer: ProposedAnswer) -> Words:
    current = handed_in(answer)
    current.question = answer.question
    return emails.preview_of_answer(current)


def _back(request: HttpRequest, answer: ProposedAnswer) -> str:
    """Where the text is written."""
    if answer.live or not user_can_handle_questions(request.user):
        return reverse(ProposedAnswer.snippet_viewset.get_url_name("edit"), args=[answer.pk])
    if is_own(answer):
        return reverse("clairdroit_questions_answer_oneself", args=[answer.question_id])
    return with_filters(request, reverse("clairdroit_questions_review", args=[answer.pk]))


def _waits_for_sending(request: HttpRequest, answer: ProposedAnswer) -> bool:
    """A second proposal may still be sent after another has answered; one's own is for a question that is open."""
    takes_answers = answer.question.is_open or answer.question.status == QuestionStatus.ANSWERED
    if answer.live:
        return has_correction(answer) and takes_answers
    if is_own(answer):
        return answer.question.is_open and answer.author_id == request.user.pk
    return takes_answers and not answer.is_joined


def _told(answer: ProposedAnswer) -> str:
    """How it reaches the person; in a workflow of several steps, that it does not yet."""
    task = answer.current_workflow_task
    if answer.live or task is None:
        return actions.on_its_way(answer.question)
    return _("Approved: “%(title)s”. The next step waits: %(step)s.") % {"title": answer, "step": task.name}


def _show(request: HttpRequest, answer: ProposedAnswer) -> HttpResponse:
    question, current = answer.question, handed_in(answer)
    title = _("Before it is sent")
    context: dict[str, Any] = {
        "answer": answer,
        "question": question,
        "text": current.text,
        "words": _words(answer),
        "address": masked_address(question.email) if question.has_address else "",
        "version": version_of(answer),
        "after": request.POST.get("then") or request.GET.get("suite", ""),
        # Their draft stays theirs, and nothing more is asked of them.
        "released": [each.partner for each in question.assignments.waiting().select_related("partner")],
        "query": state_of(request).query,
        "is_correction": answer.live and has_correction(answer),
        "can_handle": user_can_handle_questions(request.user),
        "can_send": bool(current.text.strip()) and _waits_for_sending(request, answer),
        "back": _back(request, answer),
        "breadcrumbs_items": file_crumbs(question, title) if user_can_handle_questions(request.user) else [],
        "title": title,
    }
    return render(request, "questions/editors/answers/confirm.html", context)
