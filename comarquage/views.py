from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clairdroit.comarquage.models import Dossier, OfficialSheet
from clairdroit.comarquage.rendering.conditions import PARAMETER, Answers
from clairdroit.comarquage.rendering.sheets import render_sheet
from clairdroit.page_store.notes import keep
from clairdroit.partners_snippets.permissions import audience_of
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.place import PARAMETER as PLACE
from clairdroit.territories.place import reader_commune


@dataclass
class DossierGroup:
    key: str
    title: str
    dossiers: list[Dossier]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every dossier once, under its main heading; those of no heading last."""
    dossiers = list(Dossier.objects.current().mappable())
    groups = [
        DossierGroup(key, str(title), [dossier for dossier in dossiers if dossier.heading == key])
        for key, title in [*Heading.choices, ("", _("Other topics"))]
    ]
    keep(request, parameters={PLACE})
    return render(request, "comarquage/index.html", {"groups": [group for group in groups if group.dossiers]})


@require_safe
def sheet(request: HttpRequest, sheet_id: str) -> HttpResponse:
    official = OfficialSheet.objects.with_page_data().filter(pk=sheet_id).first()
    if official is None or official.withdrawn_at:
        # Before the 410: service-public gave the text a new number, and the old one leads there for good.
        if target := OfficialSheet.objects.public().filter(former_ids=sheet_id).first():
            return to_sheet(request, target.pk)
        if official is None:
            raise Http404
    heading = official.heading
    if official.withdrawn_at:
        # Gone, not missing: an article or a printed sheet may still lead here, and search engines should forget it.
        context = {"sheet": official, "heading": heading}
        return render(request, "comarquage/withdrawn.html", context, status=410)
    answers = answers_in(request)
    keep(request, parameters={PLACE, *(name for name in request.GET if is_answer(name))})
    context = {
        "sheet": official,
        "kind": official.get_kind_display(),
        "heading": heading,
        # A guide is its own dossier.
        "parent": official.dossier if official.dossier_id != official.pk else None,
        "answers": answers,
        "rendered": render_sheet(
            official, commune=reader_commune(request), answers=answers, audience=audience_of(request)
        ),
    }
    return render(request, "comarquage/sheet.html", context)


@require_safe
def typed_address(request: HttpRequest, sheet_id: str) -> HttpResponse:
    return to_sheet(request, sheet_id.upper())


def to_sheet(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """To the sheet's one address, with the reader's commune and answers kept."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse("clairdroit_comarquage:sheet", args=[sheet_id])
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def answers_in(request: HttpRequest) -> Answers:
    """A questionnaire sends one parameter for each of its questions, a guided search one for all answers."""
    values = [value for name in request.GET if is_answer(name) for value in request.GET.getlist(name)]
    return Answers.parse(values)


def is_answer(parameter: str) -> bool:
    return parameter == PARAMETER or parameter.startswith(f"{PARAMETER}-")
