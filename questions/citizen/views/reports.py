from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from clairdroit.public_forms import Challenge, FormGuard, FormToken, public_form
from clairdroit.questions import citizen
from clairdroit.questions.citizen.forms import ReportForm
from clairdroit.questions.models import ErrorReport
from clairdroit.questions.permissions import require, user_can_handle_questions

GUARD = FormGuard("erreur")


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, ReportForm(initial={"page": request.GET.get("page", "/")[:500]}))
    form = ReportForm(request.POST)
    token, notice = GUARD.token_of(request)
    if not form.is_valid() or token is None:
        return _show(request, form, notice=notice)
    cleaned = form.cleaned_data
    submission_key = token.submission_key(cleaned["page"], cleaned["text"])
    examined = GUARD.examine(request, token=token, submission_key=submission_key, text=cleaned["text"])
    if examined.challenge:
        return _show(request, form, token=token, challenge=examined.challenge)
    citizen.report_error(
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
    challenge: Challenge | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "fields": [form["text"], form["email"]],
        "page": form["page"].value() or "/",
        **GUARD.shown(token=token, challenge=challenge),
        "notice": notice,
    }
    return render(request, "questions/citizen/report_error.html", context)


@require_POST
def handle_report(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    citizen.handle_report(report=get_object_or_404(ErrorReport, pk=pk), user=request.user)
    messages.success(request, str(_("Marked as handled.")))
    return redirect("signalements:inspect", pk)
