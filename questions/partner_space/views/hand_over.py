import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.questions import actions, partner_space
from clairdroit.questions.models import Assignment
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.questions.partner_space.forms import HandOverForm
from clairdroit.questions.partner_space.views.draft import about, begun_text, too_late
from clairdroit.questions.routing import partner_choice
from clairdroit.roles.users import User

SEARCH_FIELDS = (("name", "q"), ("kind", "kind"))


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    """`chercher` looks for partners and keeps what was typed; `passer` hands the question over."""
    asked = assignment_of(partner, reference)
    if not (asked.is_waiting and asked.question.is_open):
        return too_late(request, asked, token, request.POST.get("word", ""))
    form = HandOverForm(request.POST if "hand_over" in request.POST else None, initial=request.POST.dict())
    wanted = {name: request.POST.get(field, "").replace("\x00", "")[:100] for name, field in SEARCH_FIELDS}
    form.offer(_choices(asked, **wanted))
    if form.is_bound and form.is_valid():
        try:
            partner_space.hand_over(
                assignment=asked,
                user=user,
                to=form.cleaned_data["partner"],
                word=form.cleaned_data["word"],
                with_draft=form.cleaned_data["with_draft"],
            )
        except actions.NotWaitingError:
            return too_late(request, asked, token, form.cleaned_data["word"])
        except actions.QuestionsError as error:
            form.add_error("partner", str(error))
        else:
            return redirect("clairdroit_questions:assignment", token=token, reference=reference)
    context = {
        **about(asked, token),
        "form": form,
        "kinds": partner_choice.kinds(),
        "wanted": wanted,
        "has_draft": bool(begun_text(asked).strip()),
    }
    return render(request, "questions/partner_space/hand_over.html", context)


def _choices(asked: Assignment, *, name: str, kind: str) -> list[partner_choice.Choice]:
    """What was searched for; before any search, whom the routing would ask next."""
    if name.strip() or kind:
        return partner_choice.searched(asked.question, name=name, kind=kind)
    return partner_choice.suggested(asked.question)
