import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.questions import actions
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.questions.partner_space.forms import DeclineForm
from clairdroit.questions.partner_space.listing import DECLINED
from clairdroit.questions.partner_space.views.draft import about, too_late
from clairdroit.roles.users import User


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    asked = assignment_of(partner, reference)
    if not asked.is_waiting:
        # Declined by the first of two clicks, or taken back meanwhile: its page says what became of it.
        given = request.POST.get("reason", "")
        return too_late(request, asked, token, "" if given.strip() == asked.decline_reason else given)
    form = DeclineForm(request.POST if request.method == "POST" else None, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(
                assignment=asked,
                user=user,
                reason=form.cleaned_data["reason"],
                better_partner=form.cleaned_data["better_partner"],
            )
        except actions.NotWaitingError:
            return too_late(request, asked, token, form.cleaned_data["reason"])
        else:
            response = redirect("clairdroit_partner_space:space", token=token)
            response["Location"] += f"?{DECLINED}={reference}"
            return response
    return render(request, "questions/partner_space/decline.html", {**about(asked, token), "form": form})
