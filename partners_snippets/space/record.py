"""A partner's own record: what readers see, "still right" in one touch, and corrections that the editors publish."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import WorkflowState

from clairdroit.freshness.actions import mark_verified
from clairdroit.partners_snippets.actions import OWN_FIELDS, propose_correction
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.serializers import partner_url
from clairdroit.partners_snippets.space import actions
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.partners_snippets.space.forms import RecordForm
from clairdroit.public_forms import is_flooded, refused, too_often

REMARKS = "fiche-partenaire"


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, *, token: str, user: Any, partner: Partner) -> HttpResponse:
    """`confirmer` says that all is still right; any other sending is a correction."""
    if "confirm" in request.POST:
        mark_verified(partner, user=user, label=partner.name)
        return _done(token, "confirme")
    draft = partner.get_latest_revision_as_object()
    form = RecordForm(request.POST or None, initial={name: getattr(draft, name) for name in OWN_FIELDS})
    notice, is_flood = "", False
    if request.method == "POST" and form.is_valid():
        remark = form.cleaned_data["remark"]
        is_flood = bool(remark) and is_flooded(request, REMARKS)
        if is_flood:
            notice = too_often()
        else:
            values = {name: form.cleaned_data[name] for name in OWN_FIELDS}
            corrected = propose_correction(partner=partner, user=user, values=values) is not None
            key = form.remark_key(partner)
            if not remark or actions.remark(partner=partner, user=user, text=remark, submission_key=key):
                return _done(token, "corrige" if corrected or remark else "pareil")
            notice = _unheard(corrected)
    context = {
        "partner": partner,
        "token": token,
        "form": form,
        "done": request.GET.get("fait", ""),
        "waits": partner.workflow_in_progress,
        "asked": _asked(partner),
        "public_url": partner_url(partner) if partner.live else "",
        "notice": notice,
    }
    response = render(request, "partners_snippets/space/record.html", context)
    return refused(response) if is_flood else response


def _unheard(corrected: bool) -> str:
    """Nobody receives remarks: what was written in that box stays in it."""
    said = [_("Your corrections are with the team. Thank you.")] if corrected else []
    said.append(_("What you wrote in the last box reaches nobody from here: please call the team, or write to it."))
    return " ".join(said)


def _asked(partner: Partner) -> str | None:
    """What an editor wants changed before it is published; None where nobody waits for that."""
    state = partner.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return state.current_task_state.comment if state.current_task_state else ""


def _done(token: str, what: str) -> HttpResponse:
    return redirect(f"{reverse('clairdroit_partner_space:record', args=[token])}?fait={what}")
