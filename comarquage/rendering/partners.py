"""The local partners that the feed's pivots ("caf", "mairie") stand for."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from clairdroit.comarquage.rendering.html import EMPTY, join
from clairdroit.partners_snippets.models import KindPivot, Partner
from clairdroit.partners_snippets.presentation import present

if TYPE_CHECKING:
    from clairdroit.comarquage.rendering.context import RenderContext
    from clairdroit.territories.models import Commune

# One contact block names one kind of office: the nearest, and one more where a town has several.
SHOWN = 2


class NearbyPartners:
    """All pivots of a sheet resolved together, so that the number of queries stays the same."""

    def __init__(self, pivots: set[str], commune: Commune, *, audience: str) -> None:
        self.pivots = pivots
        self.commune = commune
        self.audience = audience
        # Numbers of those whose card nobody has to unfold: the page need not name them again.
        self.in_sight: set[int] = set()

    @cached_property
    def by_pivot(self) -> dict[str, list[dict[str, Any]]]:
        """Records for cards; a pivot without a partner that serves the commune is missing."""
        # A fixed number of queries for the whole sheet, however many contacts it names.
        kinds = dict(KindPivot.objects.filter(pivot__in=self.pivots).values_list("pivot", "kind"))
        if not kinds:
            return {}
        serving = Partner.objects.live().filter(kind__in=set(kinds.values())).serving(self.commune)
        distances = serving.distances(self.commune)
        nearest = defaultdict(list)
        for pk, kind in serving.order_by("name", "pk").values_list("pk", "kind"):
            nearest[kind].append(pk)
        chosen = {
            kind: sorted(pks, key=lambda pk: distances.get(pk, float("inf")))[:SHOWN] for kind, pks in nearest.items()
        }
        wanted = [pk for pks in chosen.values() for pk in pks]
        at = timezone.now()
        records = {
            partner.pk: present(partner, self.audience, commune=self.commune, at=at)
            for partner in Partner.objects.with_page_data().filter(pk__in=wanted)
        }
        return {
            pivot: [records[pk] for pk in chosen[kind] if pk in records]
            for pivot, kind in kinds.items()
            if kind in chosen
        }

    def cards(self, pivots: list[str], context: RenderContext) -> SafeString:
        found = {record["id"]: record for pivot in pivots for record in self.by_pivot.get(pivot, ())}
        if not found:
            return EMPTY
        if not context.is_folded:
            self.in_sight.update(found)
        return join(
            SafeString(
                render_to_string(
                    "partners_snippets/includes/card.html",
                    {"partner": record, "commune": self.commune, "level": context.level},
                )
            )
            for record in found.values()
        )
