"""Wagtail's own way to approve, by one press anywhere: what needs a caution is read first, on our screen."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from wagtail.admin import messages
from wagtail.admin.views.generic.workflow import WorkflowAction

from clairdroit.moderation.actions import APPROVE
from clairdroit.moderation.cautions import cautions
from clairdroit.moderation.submitted import decide_url, is_decided_here, key_of

Method = Callable[..., HttpResponse]


def take_over_approval() -> None:
    """For pages, snippets and a host project's own: Wagtail asks no hook there, and its addresses come first."""
    for name in ("get", "post"):
        setattr(WorkflowAction, name, _read_first(getattr(WorkflowAction, name)))


def _read_first(method: Method) -> Method:
    @functools.wraps(method)
    def answer(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        thing = view.object
        found = cautions(thing) if view.action_name == APPROVE and is_decided_here(thing) else []
        if not found:
            return method(view, request, *args, **kwargs)
        address = decide_url(key_of(thing))
        for caution in found:
            messages.warning(request, caution.told)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's window goes there.
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)

    return answer
