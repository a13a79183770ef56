"""The first page of the partners' space: the sections that apps have registered, and the partner's own record."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.partners_snippets.space.sections import Section, SpaceApp, Visit, html_of, sections_of


class OwnRecord(SpaceApp):
    def sections(self, visit: Visit) -> Iterable[Section]:
        template = "partners_snippets/space/includes/own_record.html"
        yield Section(template, 40, anchor="notre-fiche", label=_("Our record"))


@with_link
@require_safe
def space(request: HttpRequest, *, token: str, user: Any, partner: Partner) -> HttpResponse:
    visit = Visit(request, partner, token)
    shown = sections_of(visit)
    context = {
        "partner": partner,
        "token": token,
        "named": [section for section in shown if section.label],
        # What has no heading of its own and comes before all others stands above the links to the sections.
        "notices": [html_of(section, visit) for section in shown if section.order < 0],
        "sections": [html_of(section, visit) for section in shown if section.order >= 0],
        "scripts": list(dict.fromkeys(script for section in shown for script in section.scripts)),
        "styles": list(dict.fromkeys(style for section in shown for style in section.styles)),
    }
    return render(request, "partners_snippets/space/first_page.html", context)
