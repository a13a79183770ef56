from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from clairdroit.partners_snippets.public_forms import TOKEN_FIELD, FormToken, FormTokenError, public_form
from clairdroit.questions import actions, spam
from clairdroit.questions.citizen.forms import ReportForm
from clairdroit.questions.citizen.views.ask import TRAP
from clairdroit.questions.models import ErrorReport
from clairdroit.questions.permissions import require, user_can_handle_questions

FORM = "erreur"


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, ReportForm(initial={"page": request.GET.get("page", "/")[:500]}))
    form = ReportForm(request.POST)
    try:
        token = FormToken.read(request.POST.get(TOKEN_FIELD, ""), FORM)
    except FormTokenError:
        form.is_valid()
        return _show(request, form, notice=_("This page had been open for a long time. Send it again."))
    if not form.is_valid():
        return _show(request, form)
    cleaned = form.cleaned_data
    submission_key = token.submission_key(cleaned["page"], cleaned["text"])
    trap = request.POST.get(TRAP, "")
    suspicion = spam.examine(
        request, form=FORM, token=token, text=cleaned["text"], trap=trap, submission_key=submission_key
    )
    if suspicion and not spam.is_solved(request.POST, submission_key=submission_key):
        return _show(request, form, token=token, challenge=spam.make_challenge())
    actions.report_error(
        page=cleaned["page"],
        text=cleaned["text"],
        email=cleaned["email"],
        submission_key=submission_key,
    )
    return render(request, "questions/citizen/report_thanks.html", {"page": cleaned["page"]})


def _show(
    request: HttpRequest,
    form: ReportForm,
    *,
    notice: str = "",
    token: FormToken | None = None,
    challenge: spam.Challenge | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "fields": [form["text"], form["email"]],
        "page": form["page"].value() or "/",
        "token_field": TOKEN_FIELD,
        "token": (token or FormToken.issue(FORM)).raw,
        "trap": TRAP,
        "notice": notice,
        "challenge": challenge,
    }
    return render(request, "questions/citizen/report_error.html", context)


@require_POST
def handle_report(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    actions.handle_report(report=get_object_or_404(ErrorReport, pk=pk), user=request.user)
    messages.success(request, str(_("Marked as handled.")))
    return redirect("signalements_modeladmin_inspect", pk)
