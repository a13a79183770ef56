"""Small corrections of pages and records: all that was ticked is read on one page, then approved by one button."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from clairdroit.moderation import actions
from clairdroit.moderation.listing import describe, waiting_for
from clairdroit.moderation.navigation import QUEUE, crumbs
from clairdroit.moderation.registry import Key
from clairdroit.moderation.small_corrections import small_corrections
from clairdroit.public_forms.posted import next_url, posted_number


@require_POST
def approve_together(request: HttpRequest) -> HttpResponse:
    """First shows what was ticked; `valider` approves what that page showed, as that page showed it."""
    keys = {Key.read(text) for text in request.POST.getlist("item")}
    back = next_url(request, reverse(QUEUE))
    if not keys:
        messages.error(request, _("Tick at least one line first."))
        return HttpResponseRedirect(back)
    if "approve" in request.POST:
        seen = {key: posted_number(request.POST, f"revision-{key}") for key in keys}
        _tell(request, len(keys), actions.approve_together(seen=seen, user=request.user))
        return HttpResponseRedirect(back)
    chosen = [item for item in waiting_for(request.user) if item.key in keys]
    described = describe(chosen, request.user)
    small = small_corrections(chosen)
    others = {item.key for item in chosen} - {each.item.key for each in small}
    context = {
        "small": small,
        "others": [described[item.key] for item in chosen if item.key in others and item.key in described],
        "back": back,
        "breadcrumbs_items": crumbs(_("Small corrections")),
    }
    return render(request, "moderation/approve_together.html", context)


def _tell(request: HttpRequest, wanted: int, done: int) -> None:
    if done:
        told = ngettext("%(count)d correction approved.", "%(count)d corrections approved.", done)
        messages.success(request, told % {"count": done})
    if left := wanted - done:
        told = ngettext(
            "%(count)d thing was not approved: it has changed or was decided meanwhile. Open it to see.",
            "%(count)d things were not approved: they have changed or were decided meanwhile. Open them to see.",
            left,
        )
        messages.warning(request, told % {"count": left})
