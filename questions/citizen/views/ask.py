from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from clairdroit.public_forms import TOKEN_FIELD, TRAP, Challenge, FormToken, public_form
from clairdroit.public_forms.fields import asked_name
from clairdroit.questions import actions, related
from clairdroit.questions.citizen.views.existing_help import GUARD, Offer, may_look, offers_for
from clairdroit.questions.forms import MAX_TEXT, QuestionForm
from clairdroit.questions.identity import site_identity
from clairdroit.questions.views.from_links import matter_asked_for
from clairdroit.taxonomy.enums import Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

# "1" once the help that exists was shown, while typing or as a step: nobody is held up twice.
SEEN = "help_seen"
# How the page after sending knows that no e-mail confirms the question.
UNCONFIRMED = "courriel=non"


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, QuestionForm(initial=_initial(request)))
    if "change" in request.POST:
        return _show_again(request)
    form = QuestionForm(request.POST)
    token, notice = GUARD.token_of(request)
    # A form that is too old comes back with all that was typed and a fresh token.
    if not form.is_valid() or token is None:
        return _show(request, form, notice=notice)
    cleaned = form.cleaned_data
    if request.POST.get(SEEN) != "1":
        # Before the spam check, which counts each look: nothing is stored yet, and the token stays the same.
        given = {name: cleaned[name] for name in ("text", "heading", "commune")}
        offers = offers_for(**given) if may_look(request) else []
        if offers:
            return _before_sending(request, form, token, offers)
    submission_key = token.submission_key(
        cleaned["heading"], cleaned["text"], cleaned["commune"].pk, cleaned["email"].lower()
    )
    examined = GUARD.examine(request, token=token, submission_key=submission_key, text=cleaned["text"])
    if examined.challenge:
        return _show(request, form, token=token, challenge=examined.challenge)
    submission = actions.submit_question(
        heading=cleaned["heading"],
        text=cleaned["text"],
        commune=cleaned["commune"],
        email=cleaned["email"],
        language=translation.get_language() or "fr",
        suspicion=str(examined.suspicion) if examined.suspicion.serious else "",
        submission_key=submission_key,
    )
    # After a redirect, reloading the page cannot send the form again; the address holds no key to the file,
    # because this may be a library's computer.
    page = reverse("clairdroit_questions:thanks", args=[submission.question.reference])
    return redirect(page if submission.acknowledged else f"{page}?{UNCONFIRMED}")


@require_safe
def thanks(request: HttpRequest, reference: str) -> HttpResponse:
    return render(
        request,
        "questions/citizen/thanks.html",
        {
            "reference": reference,
            "delay": site_identity(request).answer_delay_days,
            # Exactly this query: an address that somebody lengthens changes no words of the page.
            "is_confirmed": request.GET.urlencode() != UNCONFIRMED,
        },
    )


def _before_sending(
    request: HttpRequest, form: QuestionForm, token: FormToken, offers: "Sequence[Offer]"
) -> HttpResponse:
    """The step between form and confirmation: all that was typed goes along, and one click sends it."""
    context: dict[str, Any] = {
        "offers": offers,
        "text": form.cleaned_data["text"],
        "typed": [
            (name, request.POST.get(name, "")) for name in (*QuestionForm.visible, "commune", asked_name("email"), TRAP)
        ],
        "seen_field": SEEN,
        "token_field": TOKEN_FIELD,
        "token": token.raw,
    }
    return render(request, "questions/citizen/before_sending.html", context)


def _show_again(request: HttpRequest) -> HttpResponse:
    """Back from the step to the form, which is the same submission."""
    token, notice = GUARD.token_of(request)
    typed = {name: request.POST.get(name, "") for name in (*QuestionForm.visible, "commune")}
    return _show(request, QuestionForm(initial=typed), token=token, notice=notice)


def _show(
    request: HttpRequest,
    form: QuestionForm,
    *,
    notice: str = "",
    token: FormToken | None = None,
    challenge: Challenge | None = None,
) -> HttpResponse:
    """The form with all that was typed. While a task is asked for, the token stays: it is the same submission."""
    heading = form["heading"].value() or ""
    context: dict[str, Any] = {
        "form": form,
        "fields": [form[name] for name in QuestionForm.visible],
        **GUARD.shown(token=token, challenge=challenge),
        "seen_field": SEEN,
        "has_help": related.is_available(),
        # Only these two: a machine may send anything here.
        "seen": "1" if request.POST.get(SEEN) == "1" else "",
        "notice": notice,
        "heading": heading if heading in Heading.values else "",
        "delay": site_identity(request).answer_delay_days,
    }
    return render(request, "questions/citizen/ask.html", context)


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {"text": request.GET.get("question", "")[:MAX_TEXT], **matter_asked_for(request)}
