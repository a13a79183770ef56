"""What an editor is told, and where they go, after deciding in Wagtail's own form of a page or snippet."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, TaskState

from clairdroit.moderation.actions import APPROVE, REJECT, outcome_of
from clairdroit.moderation.submitted import is_decided_here
from clairdroit.moderation.views.deciding import buttons_for, told


def after_editing(request: HttpRequest, thing: Any) -> HttpResponse | None:
    """Wagtail says “updated” whatever was decided; and of snippets it forgets where the editor came from."""
    if not request.POST.get("action-workflow-action"):
        return None
    _say_what_happened(request, thing)
    return None if isinstance(thing, Page) else _back(request)


def _say_what_happened(request: HttpRequest, thing: Any) -> None:
    decision = request.POST.get("workflow-action-name")
    states = TaskState.objects.for_instance(thing).filter(finished_by=request.user)
    state = states.select_related("workflow_state__requested_by").order_by("-finished_at", "-pk").first()
    if decision not in (APPROVE, REJECT) or state is None or not is_decided_here(thing):
        return
    # Only what this request has said itself stands in the queue; what was said before is kept apart.
    queued = getattr(get_messages(request), "_queued_messages", [])
    del queued[-1:]
    author = state.workflow_state.requested_by
    outcome = outcome_of(state, decision)
    name = get_user_display_name(author) if author is not None else ""
    messages.success(request, told(outcome, name), buttons=buttons_for(request, outcome))


def _back(request: HttpRequest) -> HttpResponse | None:
    """To the address that led to the form: its own address names it, and Wagtail does not send it along."""
    given = parse_qs(urlsplit(request.headers.get("Referer", "")).query).get("next", [""])[0]
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(given) if given and is_ours else None
