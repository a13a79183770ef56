import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.questions import actions, partner_space
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.questions.partner_space.forms import AskCitizenForm
from clairdroit.questions.partner_space.views.draft import about, too_late
from clairdroit.roles.users import User


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def ask_citizen(
    request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID
) -> HttpResponse:
    asked = assignment_of(partner, reference)
    if not (asked.is_waiting and asked.question.is_open):
        return too_late(request, asked, token, request.POST.get("text", ""))
    form = AskCitizenForm(request.POST if request.method == "POST" else None, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            partner_space.ask_citizen(assignment=asked, user=user, text=form.cleaned_data["text"])
        except actions.NotWaitingError:
            return too_late(request, asked, token, form.cleaned_data["text"])
        except actions.QuestionsError as error:
            asked.refresh_from_db()
            form.add_error("text", str(error))
        else:
            return redirect("clairdroit_questions:assignment", token=token, reference=reference)
    return render(request, "questions/partner_space/ask_citizen.html", {**about(asked, token), "form": form})
