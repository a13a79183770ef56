"""New links for a partner, because the ones of before are in hands that they were not meant for: by the partner itself,
in its space, and by an editor, from the directory."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from clairdroit.breadcrumbs import way_back
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import user_can_renew_links
from clairdroit.partners_snippets.space import actions, sections
from clairdroit.partners_snippets.space.access import with_link


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def renew_own(request: HttpRequest, *, token: str, user: Any, partner: Partner) -> HttpResponse:
    if request.method == "POST":
        actions.renew_and_send(partner=partner, user=user)
        # The address of this page works no more: nothing of the space can be shown after it.
        return redirect("clairdroit_partner_space:links_renewed")
    going_on = [(page, sentence) for page in sections.space_apps if (sentence := page.goes_on(partner))]
    return render(
        request, "partners_snippets/space/renew_links.html", {"partner": partner, "token": token, "going_on": going_on}
    )


@require_safe
def renewed(request: HttpRequest) -> HttpResponse:
    return render(request, "partners_snippets/space/links_renewed.html")


@require_http_methods(["GET", "HEAD", "POST"])
def renew_for(request: HttpRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner, pk=pk)
    if not user_can_renew_links(request.user, partner):
        raise PermissionDenied
    if request.method == "POST":
        if actions.renew_and_send(partner=partner, user=request.user):
            messages.success(request, _("The links of before no longer work; a new one is on its way to the team box."))
        else:
            messages.warning(
                request, _("The links of before no longer work. No new one was sent: this partner cannot be sent any.")
            )
        return redirect(_record(partner))
    context = {
        "partner": partner,
        "can_be_sent": actions.can_be_sent_a_link(partner),
        "breadcrumbs_items": way_back(
            (_("Directory"), reverse(Partner.snippet_viewset.get_url_name("list"))),
            (partner.name, _record(partner)),
            here=_("Renew the links"),
        ),
    }
    return render(request, "partners_snippets/space/renew_links_of.html", context)


def _record(partner: Partner) -> str:
    return reverse(Partner.snippet_viewset.get_url_name("edit"), args=[partner.pk])
