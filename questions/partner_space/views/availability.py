from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.questions import partner_space
from clairdroit.questions.models import PartnerAvailability
from clairdroit.questions.partner_space.availability import AvailabilityForm
from clairdroit.roles.users import User


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: HttpRequest, *, token: str, user: User, partner: Partner) -> HttpResponse:
    """What the team takes on: absences, how many questions at once, what it does not answer."""
    kept = PartnerAvailability.objects.filter(partner=partner).first()
    form = AvailabilityForm(request.POST if request.method == "POST" else None, availability=kept)
    if request.method == "POST" and form.is_valid():
        saved = partner_space.set_availability(
            partner=partner,
            user=user,
            capacity=form.cleaned_data["capacity"],
            refused_headings=form.cleaned_data["refused_headings"],
            refused_words=form.cleaned_data["refused_words"],
            absences=form.absences,
            wants_reminders=form.cleaned_data["wants_reminders"],
        )
        response = redirect("clairdroit_questions:availability", token=token)
        is_new = kept is None or saved.latest_revision_id != kept.latest_revision_id
        response["Location"] += "?enregistre=1" if is_new else "?pareil=1"
        return response
    context = {
        "partner": partner,
        "token": token,
        "form": form,
        "saved": "enregistre" in request.GET,
        "unchanged": "pareil" in request.GET,
    }
    return render(request, "questions/partner_space/availability.html", context)
