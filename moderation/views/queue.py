"""The moderation queue: one admin page for everything that waits for a decision."""

import dataclasses
import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from clairdroit.breadcrumbs import way_from_home
from clairdroit.facets.state import State
from clairdroit.moderation import actions
from clairdroit.moderation.colleagues import reviewers
from clairdroit.moderation.errors import NotTheirsError
from clairdroit.moderation.filters import MINE, narrowed, state_of
from clairdroit.moderation.listing import describe, waiting_for
from clairdroit.moderation.navigation import QUEUE
from clairdroit.moderation.registry import Described, Key, QueueItem, kinds, listed
from clairdroit.public_forms.posted import next_url
from clairdroit.taxonomy.enums import Heading

PER_PAGE = 25


@dataclasses.dataclass(frozen=True)
class Row:
    """What one line of the page shows."""

    item: QueueItem
    described: Described
    kind: Any
    headings: str
    colleague: str
    author: str
    url: str

    @property
    def age(self) -> str:
        """In its largest unit alone: nobody decides by the minutes of a day."""
        if timezone.now() - self.item.since < datetime.timedelta(minutes=1):
            return _("just now")
        return timesince(self.item.since, depth=1)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Whoever may enter the admin may open it: each source shows only what this user may decide on."""
    colleagues = {who.pk: who for who in reviewers()}
    state = state_of(request, colleagues)
    everything = waiting_for(request.user)
    found = narrowed(everything, state, request.user)
    page = Paginator(found.kept, PER_PAGE).get_page(request.GET.get("p"))
    rows = _rows(page, request.user, colleagues, state)
    context = {
        "rows": rows,
        "page": page,
        "state": state,
        "choices": {name: state.offer(name, found.of(name), everything=_("Everything")) for name in found.counts},
        "carried": state.fields("heading", "age", "charge"),
        "colleagues": [(pk, get_user_display_name(who)) for pk, who in colleagues.items() if pk != request.user.pk],
        "total": page.paginator.count,
        "everything": len(everything),
        "breadcrumbs_items": way_from_home(here=_("To decide")),
    }
    response: HttpResponse = listed(
        request, render(request, "moderation/queue.html", context), [row.described for row in rows]
    )
    return response


@require_POST
def assign_waiting(request: HttpRequest) -> HttpResponse:
    """The ticked rows, or the one whose button was pressed, go to a colleague, to oneself or back to all."""
    one = request.POST.get("one", "")
    keys = [Key.read(text) for text in ([one] if one else request.POST.getlist("item"))]
    chosen = MINE if one else request.POST.get("colleague", "")
    back = HttpResponseRedirect(next_url(request, reverse(QUEUE)))
    if not keys:
        messages.error(request, _("Tick at least one line first."))
        return back
    colleagues = {str(who.pk): who for who in reviewers()} | {MINE: request.user}
    try:
        if chosen in colleagues:
            count = actions.put_in_charge(keys=keys, colleague=colleagues[chosen], user=request.user)
            told = ngettext("%(count)d thing given to %(name)s.", "%(count)d things given to %(name)s.", count)
            values = {"count": count, "name": get_user_display_name(colleagues[chosen])}
        elif not chosen:
            count = actions.leave_to_all(keys=keys, user=request.user)
            told = ngettext("%(count)d thing is nobody’s again.", "%(count)d things are nobody’s again.", count)
            values = {"count": count}
        else:
            messages.error(request, _("This colleague no longer has an account here."))
            return back
    except NotTheirsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told % values)
    return back


def _rows(page: Page, user: Any, colleagues: dict[int, Any], state: State) -> list[Row]:
    items: list[QueueItem] = list(page.object_list)
    described = describe(items, user)
    names = _names({item.author for item in items} | {item.colleague for item in items}, colleagues)
    labels = kinds()
    return [
        Row(
            item=item,
            described=found,
            kind=labels[item.key.kind],
            headings=", ".join(str(Heading(heading).label) for heading in sorted(item.headings)),
            colleague=names.get(item.colleague, ""),
            author="" if found.names_author else names.get(item.author, ""),
            url=state.on(found.url) if found.carries_filters else found.url,
        )
        for item in items
        if (found := described.get(item.key))
    ]


def _names(ids: set[int | None], colleagues: dict[int, Any]) -> dict[int | None, str]:
    others = get_user_model()._default_manager.filter(pk__in={pk for pk in ids if pk is not None} - colleagues.keys())
    return {pk: get_user_display_name(who) for pk, who in (colleagues | {who.pk: who for who in others}).items()}
