"""From a stored sheet to its page's parts, in a number of queries that no sheet's length changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairdroit.comarquage.enums import SheetKind
from clairdroit.comarquage.feed.parser import parse_xml
from clairdroit.comarquage.models import ConditionLabel, OfficialSheet
from clairdroit.comarquage.rendering.conditions import Answers
from clairdroit.comarquage.rendering.context import RenderContext, linked_ids, pivots_in
from clairdroit.comarquage.rendering.document import RenderedSheet, render_document
from clairdroit.comarquage.rendering.partners import NearbyPartners

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune


def render_sheet(
    sheet: OfficialSheet,
    *,
    commune: Commune | None = None,
    answers: Answers | None = None,
    audience: str = "",
) -> RenderedSheet:
    root = parse_xml(sheet.xml)
    context = RenderContext(
        sheet_id=sheet.pk,
        source_url=sheet.source_url,
        kind=SheetKind(sheet.kind),
        titles=OfficialSheet.objects.titles(linked_ids(root)),
        labels=dict(ConditionLabel.objects.filter(sheet_id=sheet.pk).values_list("variable", "label")),
        answers=answers or Answers(),
        partners=NearbyPartners(pivots_in(root), commune, audience=audience) if commune else None,
        commune_code=commune.pk if commune else "",
    )
    return render_document(root, context)
