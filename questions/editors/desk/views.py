"""The pages of front-desk workers: take a question down, and tell the person its answer.

Outside the admin, which they do not enter. Each reads the questions that they took down themselves; whoever handles
questions reads all that came this way.
"""

import functools
import uuid
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clairdroit.public_forms import TOKEN_FIELD, FormGuard, FormToken
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.public_forms.posted import next_url, posted_number
from clairdroit.public_forms.private import View, private
from clairdroit.questions import actions, editors, links, related
from clairdroit.questions.drafts import given_answers
from clairdroit.questions.editors.desk.forms import SaidForm, TakeDownForm
from clairdroit.questions.editors.file.correct_address import AddressForm, told
from clairdroit.questions.enums import QuestionOrigin, ReadingPlace, TellingKind, TellingWay
from clairdroit.questions.identity import site_identity
from clairdroit.questions.models import Question, Telling
from clairdroit.questions.permissions import require, user_can_take_down, user_can_tell
from clairdroit.questions.views.from_links import matter_asked_for
from clairdroit.questions.views.readings import Shown, ask_for_reading, note_readings
from clairdroit.taxonomy.enums import Heading

GUARD = FormGuard("saisie")
# The latest: whoever comes back has the number on their sheet.
LISTED = 50


def for_staff(view: View) -> View:
    """Signed in, or led to the sign-in page and back. What a page sends after its session has ended is given back
    (`sign_in`), not lost."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    marked: Any = checked
    marked.asks_for_a_person = True
    return marked


def of_question(view: View) -> View:
    """A view of one question, for those who may read it."""

    @functools.wraps(view)
    def checked(request: HttpRequest, reference: uuid.UUID, **kwargs: Any) -> HttpResponse:
        question = get_object_or_404(Question.objects.with_place(), uuid=reference)
        require(user_can_tell(request.user, question))
        return view(request, question, **kwargs)

    return for_staff(checked)


@private
@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    require(user_can_take_down(user))
    if request.method != "POST":
        return _show_form(request, TakeDownForm(initial=matter_asked_for(request)))
    form = TakeDownForm(request.POST)
    token, notice = GUARD.token_of(request)
    if not form.is_valid() or token is None:
        return _show_form(request, form, notice=notice, token=token)
    cleaned = form.cleaned_data
    submission = actions.take_down(
        user=user,
        origin=QuestionOrigin(cleaned["origin"]),
        heading=cleaned["heading"],
        text=cleaned["text"],
        commune=cleaned["commune"],
        email=cleaned["email"],
        phone=cleaned["phone"],
        language=translation.get_language() or "fr",
        submission_key=token.submission_key(cleaned["text"], str(user.pk)),
    )
    messages.success(request, _("The question is recorded. Print the sheet: the person takes it along."))
    return redirect("clairdroit_questions:taken_down", reference=submission.question.uuid)


@private
@of_question
@require_safe
def taken_down(request: HttpRequest, question: Question) -> HttpResponse:
    return _show(request, question, SaidForm())


@private
@of_question
@require_safe
def sheet(request: HttpRequest, question: Question) -> HttpResponse:
    """For the person: what they asked, the answer once it is approved, and how to follow it."""
    context = {
        "crumbs": _crumbs((question.reference, _address(question)), (_("Sheet of paper"), "")),
        "question": question,
        "answers": given_answers(question),
        "tellings": _waiting(question),
        "follow_url": links.follow_url(question),
        "follow_code": _code(links.follow_url(question)),
        "delay": site_identity(request).answer_delay_days,
    }
    return _read(request, render(request, "questions/editors/desk/sheet.html", context), question)


@private
@of_question
@require_POST
def tell(request: HttpRequest, question: Question, pk: int) -> HttpResponse:
    """What the person said to it is not lost where it cannot be noted: it then stands in the form of details."""
    said = CleanTextField(required=False).clean(request.POST.get("said", "")).strip()
    form = SaidForm({"said": said}) if said else SaidForm()
    if said and not form.is_valid():
        return _show(request, question, form)
    if why_not := _tell(request, question, pk, said):
        messages.error(request, why_not)
        if said:
            return _show(request, question, form)
    else:
        messages.success(request, _("Noted: the person has been told."))
    return HttpResponseRedirect(next_url(request, _address(question)))


def _tell(request: HttpRequest, question: Question, pk: int, said: str) -> str:
    """Why it could not be noted; empty when it was."""
    way = request.POST.get("way", "")
    if way not in TellingWay:
        return _("Say how the person was told.")
    # Gone where the same partner has asked anew.
    telling = question.tellings.filter(pk=pk).first()
    if telling is None:
        return str(actions.NothingToTellError())
    user: Any = request.user
    revision = posted_number(request.POST, "revision") or None
    try:
        actions.tell(telling=telling, user=user, way=TellingWay(way), revision=revision, heard=said)
    except actions.QuestionsError as error:
        return str(error)
    return ""


@private
@of_question
@require_POST
def add_said(request: HttpRequest, question: Question) -> HttpResponse:
    form = SaidForm(request.POST)
    if not form.is_valid():
        return _show(request, question, form)
    user: Any = request.user
    try:
        actions.add_detail(question=question, text=form.cleaned_data["said"], user=user)
    except actions.NotWaitingError:
        form.add_error("said", _("This question takes no more details. Take down a new one."))
        return _show(request, question, form)
    messages.success(request, _("The detail has joined the question."))
    return HttpResponseRedirect(next_url(request, _address(question)))


@private
@of_question
@require_POST
def correct_address(request: HttpRequest, question: Question) -> HttpResponse:
    """It was noted wrongly, or not at all: what the person has to know leaves for it at once."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _show(request, question, SaidForm(), address=form)
    user: Any = request.user
    had_one = question.has_address
    try:
        mails = editors.correct_address(question=question, email=form.cleaned_data["email"], user=user)
    except actions.QuestionsError as error:
        form.add_error("email", str(error))
        return _show(request, question, SaidForm(), address=form)
    messages.success(request, told(bool(mails), had_one=had_one))
    return redirect(_address(question))


@private
@of_question
@require_POST
def erase(request: HttpRequest, question: Question) -> HttpResponse:
    user: Any = request.user
    if request.POST.get("asked") != "oui":
        messages.error(request, _("Tick the box first: data are erased because the person asks for it."))
        return redirect(_address(question))
    actions.erase(question=question, user=user)
    messages.success(request, _("The person’s data have been erased."))
    return redirect("clairdroit_questions:take_down")


@private
@for_staff
@require_POST
def note_reading(request: HttpRequest) -> HttpResponse:
    """As in the admin, which front-desk workers do not enter."""
    return note_readings(request)


def _show(
    request: HttpRequest, question: Question, form: SaidForm, *, address: AddressForm | None = None
) -> HttpResponse:
    context = {
        "crumbs": _crumbs((question.reference, "")),
        "question": question,
        # Whose errors stand at the top.
        "form": form if address is None else address,
        "said": form["said"],
        "address": (address or AddressForm(initial={"email": question.email}))["email"],
        "is_correcting": address is not None,
        "tellings": (tellings := _waiting(question)),
        "is_ready": any(telling.is_answer for telling in tellings),
        "ways": TellingWay.choices,
        "told": question.tellings.told().select_related("told_by", "assignment__partner", "answer", "revision"),
        "takes_details": question.takes_details_by_mail and not question.erased_at,
        "here": request.get_full_path(),
    }
    return _read(request, render(request, "questions/editors/desk/taken_down.html", context), question)


def _crumbs(*stops: tuple[str, str]) -> list[tuple[str, str]]:
    """Under the form on which such questions are written down."""
    return [(_("Take a question down"), reverse("clairdroit_questions:take_down")), *stops]


def _read(request: HttpRequest, page: HttpResponse, question: Question) -> HttpResponse:
    return ask_for_reading(
        request, page, [Shown([question], ReadingPlace.DESK)], to="clairdroit_questions:note_desk_readings"
    )


def _waiting(question: Question) -> list[Telling]:
    found = question.tellings.waiting().select_related("assignment__partner", "answer__assignment__partner")
    return list(found)


def _address(question: Question) -> str:
    return reverse("clairdroit_questions:taken_down", args=[question.uuid])


def _show_form(
    request: HttpRequest, form: TakeDownForm, *, notice: str = "", token: FormToken | None = None
) -> HttpResponse:
    heading = form["heading"].value() or ""
    taken = list(Question.objects.taken_down_by(request.user).with_place()[:LISTED])
    tellings = Telling.objects.waiting().filter(question__in=taken).values_list("question", "kind")
    waiting, ready = {pk for pk, _kind in tellings}, {pk for pk, kind in tellings if kind == TellingKind.ANSWER}
    context = {
        "form": form,
        "fields": [form[name] for name in TakeDownForm.visible],
        "token_field": TOKEN_FIELD,
        "token": (token or FormToken.issue(GUARD.name)).raw,
        "has_help": related.is_available(),
        "notice": notice,
        "heading": heading if heading in Heading.values else "",
        "taken": taken,
        "to_tell": [each for each in taken if each.pk in waiting],
        "ready": [each for each in taken if each.pk in ready],
    }
    return render(request, "questions/editors/desk/take_down.html", context)


def _code(address: str) -> SafeString:
    """segno's own drawing of our own address: nothing that anybody typed."""
    svg = segno.make(address, micro=False, error="m").svg_inline(border=2, omitsize=True, svgclass="sheet__code")
    return mark_safe(svg)
