from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from clairdroit.comarquage.enums import LISTING_KINDS, MAPPED_LEVELS, READING_KINDS, RESOURCE_KINDS

if TYPE_CHECKING:
    from clairdroit.comarquage.models import Dossier, OfficialSheet  # noqa: F401 (the class below names it in a string)


class OfficialSheetQuerySet(models.QuerySet["OfficialSheet"]):
    def public(self) -> OfficialSheetQuerySet:
        """In the feed today. A sheet that the feed withdrew keeps its row, because articles may cite it."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> OfficialSheetQuerySet:
        return self.exclude(withdrawn_at=None)

    def for_reading(self) -> OfficialSheetQuerySet:
        return self.filter(kind__in=READING_KINDS)

    def listings(self) -> OfficialSheetQuerySet:
        return self.filter(kind__in=LISTING_KINDS)

    def resources(self) -> OfficialSheetQuerySet:
        return self.filter(kind__in=RESOURCE_KINDS)

    def for_heading(self, key: str) -> OfficialSheetQuerySet:
        """Sheets of the dossiers mapped to this heading; those of which it is the main heading come first."""
        return (
            self.filter(Q(dossier__heading=key) | Q(dossier__other_headings__key=key))
            .annotate(
                is_main=models.Case(models.When(dossier__heading=key, then=0), default=1),
            )
            # The feed's order is its editors' choice; titles decide between equals.
            .order_by("is_main", "dossier__position", "position", "title")
            .distinct()
        )

    def with_page_data(self) -> OfficialSheetQuerySet:
        """The text and the dossier of the one sheet that a page shows."""
        return self.defer(None).select_related("dossier")

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Titles of those among these ids that have a public page of ours, in one query."""
        wanted = set(ids)
        return dict(self.public().filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}


_Manager = models.Manager.from_queryset(OfficialSheetQuerySet)


class OfficialSheetManager(_Manager):
    def get_queryset(self) -> Any:
        # A list of sheets must not carry up to 300 kB of XML each; a sheet's own page fetches it on access.
        return super().get_queryset().defer("packed_xml", "cited_by", "cited_as")


class DossierQuerySet(models.QuerySet["Dossier"]):
    def current(self) -> DossierQuerySet:
        return self.filter(is_current=True)

    def mappable(self) -> DossierQuerySet:
        """The levels that carry sheets; themes only group them."""
        return self.filter(level__in=MAPPED_LEVELS)

    def for_heading(self, key: str) -> DossierQuerySet:
        """Those marked first, then the others; in both, those whose main heading this is stand before the rest."""
        return (
            self.current()
            .mappable()
            .filter(Q(heading=key) | Q(other_headings__key=key))
            .annotate(is_main=models.Case(models.When(heading=key, then=0), default=1))
            .order_by("-comes_first", "is_main", "position", "title")
            .distinct()
        )

    def shown_under(self, key: str) -> DossierQuerySet:
        """What readers find under a heading, in that order: those that hold something to read."""
        return self.for_heading(key).with_sheet_count().filter(sheet_count__gt=0)

    def with_sheet_count(self) -> DossierQuerySet:
        """How many sheets for reading each holds today. A subquery: joins to headings must not multiply it."""
        sheet = cast("type[OfficialSheet]", self.model._meta.get_field("sheets").related_model)
        sheets = sheet.objects.public().for_reading().filter(dossier=OuterRef("pk")).order_by()
        counted = sheets.values("dossier").annotate(number=Count("pk")).values("number")
        return self.annotate(sheet_count=Coalesce(Subquery(counted), 0))
