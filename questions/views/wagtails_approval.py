"""Wagtail's own way to approve, by one press anywhere: what is not translated whole is read first, on our screen."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.workflow import WorkflowAction
from wagtail.models import Page

from clairdroit.kb_pages.translating.missing import half
from clairdroit.questions.actions import APPROVE
from clairdroit.questions.queue.registry import Key
from clairdroit.questions.queue.sources import OTHER, PAGE

Method = Callable[..., HttpResponse]


def take_over_approval() -> None:
    """For pages, snippets and a host project's own: Wagtail asks no hook there, and its addresses come first."""
    for name in ("get", "post"):
        setattr(WorkflowAction, name, _read_first(getattr(WorkflowAction, name)))


def _read_first(method: Method) -> Method:
    @functools.wraps(method)
    def answer(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if view.action_name != APPROVE or half(view.object) is None:
            return method(view, request, *args, **kwargs)
        address = reverse("clairdroit_questions_decide", args=key_of(view.object))
        messages.warning(
            request, _("Nothing is published yet: some passages are not translated. Read which ones, then approve.")
        )
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's window goes there.
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)

    return answer


def key_of(thing: Any) -> Key:
    """Of a page, an entry, a host project's text: partner records and answers are written in one language."""
    if isinstance(thing, Page):
        return Key(PAGE, str(thing.pk))
    kind = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    return Key(OTHER, f"{kind.pk}-{thing.pk}")
